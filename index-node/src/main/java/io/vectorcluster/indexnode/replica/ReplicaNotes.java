package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.replication.Growth;
import io.vectorcluster.indexnode.replication.Session;
import io.vectorcluster.topology.StoreId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/** What a replica remembers, as bytes, big-endian. */
final class ReplicaNotes {
  private ReplicaNotes() {}

  static byte[] bytes(List<Long> numbers) {
    ByteBuffer out = ByteBuffer.allocate(numbers.size() * Long.BYTES);
    numbers.forEach(out::putLong);
    return out.array();
  }

  static List<Long> numbers(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Long> numbers = new ArrayList<>();
    while (in.hasRemaining()) {
      numbers.add(in.getLong());
    }
    return numbers;
  }

  /** Term, incarnation. */
  static byte[] bytes(Session session) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(session.term())
        .putLong(session.incarnation())
        .array();
  }

  static Session session(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Session(in.getLong(), in.getLong());
  }

  /** Epoch, then the store ids. */
  static byte[] bytes(Growth growth) {
    ByteBuffer out =
        ByteBuffer.allocate(Long.BYTES + growth.joiners().size() * 2 * Long.BYTES)
            .putLong(growth.epoch());
    for (StoreId joiner : growth.joiners()) {
      UUID id = joiner.value();
      out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
    return out.array();
  }

  static Growth growth(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long epoch = in.getLong();
    TreeSet<StoreId> joiners = new TreeSet<>();
    while (in.hasRemaining()) {
      joiners.add(new StoreId(new UUID(in.getLong(), in.getLong())));
    }
    return new Growth(epoch, joiners);
  }
}
