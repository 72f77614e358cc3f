package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.cluster.RecordLog;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A disk of one record that survives the node over it, and can fail. */
final class MemoryLog implements RecordLog {
  private byte @Nullable [] record;
  private boolean broken;

  synchronized void breakDown() {
    broken = true;
  }

  @Override
  public synchronized Optional<byte[]> load() {
    return Optional.ofNullable(record).map(byte[]::clone);
  }

  @Override
  public synchronized void save(byte[] saved, long number) {
    if (broken) {
      throw new IllegalStateException("the disk is gone");
    }
    record = saved.clone();
  }
}
