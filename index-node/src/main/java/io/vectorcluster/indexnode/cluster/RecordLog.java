package io.vectorcluster.indexnode.cluster;

import java.util.Optional;
import java.util.function.Supplier;

/** Where a node keeps its newest copy of a record that it must not forget. */
public interface RecordLog {
  /** Keeps nothing: for a record that is made anew at every start. */
  RecordLog NONE =
      new RecordLog() {
        @Override
        public Optional<byte[]> load() {
          return Optional.empty();
        }

        @Override
        public void save(byte[] record, long number) {
          // Nothing is kept.
        }
      };

  /** The last record saved; empty if there was none. */
  Optional<byte[]> load();

  /**
   * Replaces the record. It is durable (fsync) when this returns.
   *
   * @param number the record's epoch or version, above that of the record it replaces
   * @throws RuntimeException if it may not be durable: the record must then not be answered for
   */
  void save(byte[] record, long number);

  /** Made of the two methods of a store. */
  static RecordLog of(Supplier<Optional<byte[]>> load, Save save) {
    return new RecordLog() {
      @Override
      public Optional<byte[]> load() {
        return load.get();
      }

      @Override
      public void save(byte[] record, long number) {
        save.save(record, number);
      }
    };
  }

  /** See {@link RecordLog#save}. */
  @FunctionalInterface
  interface Save {
    void save(byte[] record, long number);
  }
}
