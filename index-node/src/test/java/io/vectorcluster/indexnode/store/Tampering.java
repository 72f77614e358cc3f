package io.vectorcluster.indexnode.store;

import io.vectorcluster.topology.PointId;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** Changes records behind a store's back, as bad memory or a bad disk would. */
public final class Tampering {
  private final RocksFiles files;

  public Tampering(ShardStore store) {
    try {
      Field field = ShardStore.class.getDeclaredField("files");
      field.setAccessible(true);
      this.files = (RocksFiles) field.get(store);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Flips a bit in the middle of a point's content. */
  public void flip(long id) {
    byte[] name = name(id);
    byte[] body = get(Family.BODIES, name);
    body[body.length / 2] ^= 4;
    put(Family.BODIES, name, body);
  }

  /** Takes the content of a point away. */
  public void loseContent(long id) {
    write(batch -> batch.delete(files.family(Family.BODIES), name(id)));
  }

  /** A record that is not of the format. */
  public void garbleHead(long id) {
    put(Family.HEADS, name(id), new byte[] {77});
  }

  /** Another content for a point, with a record that fits it: only the slot's digest can tell. */
  public void replace(long id, long by) {
    byte[] body = get(Family.BODIES, name(by));
    Head.Live head = (Head.Live) Values.readHead(get(Family.HEADS, name(id)));
    Head.Live other =
        new Head.Live(
            head.version(), head.position(), PointContent.hashOf(body), head.contentBytes());
    put(Family.BODIES, name(id), body);
    put(Family.HEADS, name(id), Values.head(other));
  }

  /** A point that was never written, by what is left of it. */
  public void lose(long id) {
    write(
        batch -> {
          batch.delete(files.family(Family.HEADS), name(id));
          batch.delete(files.family(Family.BODIES), name(id));
        });
  }

  /** Loses a point and corrects the digest: only a comparison with another replica can tell. */
  public void loseWithoutTrace(long id) {
    byte[] name = name(id);
    PointKey key = Keys.readPoint(name);
    Head head = Values.readHead(get(Family.HEADS, name));
    byte[] slot = Keys.slot(key.collection(), key.slot());
    SlotDigest digest = Values.readDigest(get(Family.DIGESTS, slot));
    lose(id);
    put(Family.DIGESTS, slot, Values.digest(digest.minus(SlotDigest.of(key.id(), head))));
  }

  private byte[] name(long id) {
    List<byte[]> found = new ArrayList<>();
    try (RocksIterator rows = files.rocks().newIterator(files.family(Family.HEADS))) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        PointKey key = Keys.readPoint(rows.key());
        if (key.collection().value() > 0 && key.id().equals(new PointId.Numeric(id))) {
          found.add(rows.key());
        }
      }
    }
    return found.getLast();
  }

  private byte[] get(Family family, byte[] key) {
    try {
      byte[] value = files.get(family, key);
      if (value == null) {
        throw new AssertionError("nothing there");
      }
      return value;
    } catch (RocksDBException e) {
      throw new AssertionError(e);
    }
  }

  private void put(Family family, byte[] key, byte[] value) {
    write(batch -> batch.put(files.family(family), key, value));
  }

  private interface Filling {
    void fill(WriteBatch batch) throws RocksDBException;
  }

  private void write(Filling filling) {
    try (WriteBatch batch = new WriteBatch()) {
      filling.fill(batch);
      files.write(batch);
    } catch (RocksDBException e) {
      throw new AssertionError(e);
    }
  }
}
