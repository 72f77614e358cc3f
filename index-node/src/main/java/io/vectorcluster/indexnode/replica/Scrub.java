package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.indexnode.store.SlotCheck;
import io.vectorcluster.indexnode.store.StoreClosedException;
import io.vectorcluster.indexnode.store.StoreException;
import io.vectorcluster.indexnode.store.StoreFailedException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every slot of a store again and again, at a pace that leaves the disk to others, and tells
 * which slots fail their digest or their hashes (protocol R2: 60,000 points a minute at least).
 */
final class Scrub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);
  private static final int RECORDS_PER_SECOND = 2_000;

  /** A pass over few records takes so long: to look at an empty slot costs CPU as well. */
  private static final long LEAST_PASS_MS = 20_000;

  private static final long IDLE_MS = 500;

  private final ShardStore store;
  private final IntSupplier slots;
  private final IntConsumer failed;
  private final AtomicLong records = new AtomicLong();
  private final Set<Integer> known = new HashSet<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param slots how many there are; 0 while that is not known
   * @param failed told of a slot, each time it fails; may wait
   */
  Scrub(ShardStore store, IntSupplier slots, IntConsumer failed) {
    this.store = store;
    this.slots = slots;
    this.failed = failed;
    this.thread = Thread.ofPlatform().daemon().name("scrub").unstarted(this::run);
    this.thread.start();
  }

  /** How many were read so far. */
  long records() {
    return records.get();
  }

  private void run() {
    try {
      int slot = 0;
      long pause = IDLE_MS;
      while (!closing.await(pause, TimeUnit.MILLISECONDS)) {
        int count = slots.getAsInt();
        if (count == 0) {
          pause = IDLE_MS;
        } else {
          slot = slot < count ? slot : 0;
          long read = check(slot++);
          pause = Math.max(read * 1_000 / RECORDS_PER_SECOND, LEAST_PASS_MS / count);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreClosedException | StoreFailedException e) {
      LOG.atDebug().addKeyValue("why", e.getMessage()).log("scrub ended with its store");
    }
  }

  private long check(int slot) {
    try {
      SlotCheck check = store.replica().check(slot);
      records.addAndGet(check.records());
      if (check.damage().isEmpty()) {
        known.remove(slot);
      } else {
        if (known.add(slot)) {
          LOG.atError()
              .addKeyValue("slot", slot)
              .addKeyValue("damage", check.damage().get())
              .log("a slot of this store is damaged");
        }
        failed.accept(slot);
      }
      return check.records();
    } catch (StoreClosedException | StoreFailedException e) {
      throw e;
    } catch (StoreException e) {
      LOG.atWarn().addKeyValue("slot", slot).setCause(e).log("a slot could not be read");
      return RECORDS_PER_SECOND;
    }
  }

  /** Ends the pass; what is being read is waited for. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
