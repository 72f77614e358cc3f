package io.vectorcluster.indexnode.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vectorcluster.topology.StoreId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** The single values of a store. */
final class Meta {
  private static final byte[] STORE_ID = "store-id".getBytes(US_ASCII);
  private static final byte[] POSITION = "position".getBytes(US_ASCII);
  private static final byte[] LOG_START = "log-start".getBytes(US_ASCII);

  private final RocksFiles files;

  Meta(RocksFiles files) {
    this.files = files;
  }

  void format(StoreId id) throws RocksDBException {
    try (WriteBatch batch = new WriteBatch()) {
      byte[] value =
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(id.value().getMostSignificantBits())
              .putLong(id.value().getLeastSignificantBits())
              .array();
      batch.put(files.family(Family.META), STORE_ID, value);
      put(batch, StorePosition.EMPTY);
      putLogStart(batch, 1);
      files.write(batch);
    }
  }

  StoreId storeId() throws RocksDBException {
    ByteBuffer in = ByteBuffer.wrap(required(STORE_ID, "store id"));
    if (in.remaining() != 2 * Long.BYTES) {
      throw new StoreDamagedException("the store id has " + in.remaining() + " bytes", null);
    }
    return new StoreId(new UUID(in.getLong(), in.getLong()));
  }

  StorePosition position() throws RocksDBException {
    return Values.readPosition(required(POSITION, "log position"));
  }

  void put(WriteBatch batch, StorePosition position) throws RocksDBException {
    batch.put(files.family(Family.META), POSITION, Values.position(position));
  }

  long logStart() throws RocksDBException {
    try {
      return ByteBuffer.wrap(required(LOG_START, "start of the log")).getLong();
    } catch (BufferUnderflowException e) {
      throw new StoreDamagedException("the start of the log is too short", e);
    }
  }

  void putLogStart(WriteBatch batch, long sequence) throws RocksDBException {
    batch.put(files.family(Family.META), LOG_START, Keys.log(sequence));
  }

  Optional<StoredCopy> kept(KeptRecord which) throws RocksDBException {
    byte @Nullable [] value = files.get(Family.META, which.key());
    if (value == null) {
      return Optional.empty();
    }
    if (value.length < Long.BYTES) {
      throw new StoreDamagedException("the copy of the " + which + " is too short", null);
    }
    ByteBuffer in = ByteBuffer.wrap(value);
    long number = in.getLong();
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return Optional.of(new StoredCopy(number, bytes));
  }

  void put(WriteBatch batch, KeptRecord which, StoredCopy copy) throws RocksDBException {
    byte[] bytes = copy.bytes();
    byte[] value =
        ByteBuffer.allocate(Long.BYTES + bytes.length).putLong(copy.number()).put(bytes).array();
    batch.put(files.family(Family.META), which.key(), value);
  }

  byte @Nullable [] note(ReplicaNote note) throws RocksDBException {
    return files.get(Family.META, note.diskName());
  }

  void put(WriteBatch batch, ReplicaNote note, byte[] value) throws RocksDBException {
    batch.put(files.family(Family.META), note.diskName(), value);
  }

  void forget(WriteBatch batch, ReplicaNote note) throws RocksDBException {
    batch.delete(files.family(Family.META), note.diskName());
  }

  private byte[] required(byte[] key, String name) throws RocksDBException {
    byte @Nullable [] value = files.get(Family.META, key);
    if (value == null) {
      throw new StoreDamagedException("the " + name + " is missing", null);
    }
    return value;
  }
}
