package io.vectorcluster.indexnode.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vectorcluster.indexnode.store.StoreOpening.Opened;
import io.vectorcluster.indexnode.store.StoreOpening.Reason;
import io.vectorcluster.indexnode.store.StoreOpening.Refused;
import io.vectorcluster.topology.StoreId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Takes a directory, makes a store in it if there is none, and opens it. */
final class StoreOpener {
  private final Path root;
  private final StoreOptions options;
  private final StoreFormatting formatting;
  private final FreeSpace freeSpace;
  private final WalSync walSync;

  StoreOpener(
      Path root,
      StoreOptions options,
      StoreFormatting formatting,
      FreeSpace freeSpace,
      WalSync walSync) {
    this.root = root;
    this.options = options;
    this.formatting = formatting;
    this.freeSpace = freeSpace;
    this.walSync = walSync;
  }

  StoreOpening open() {
    try {
      Optional<StoreDirectory> taken = StoreDirectory.take(root);
      if (taken.isEmpty()) {
        return new Refused(
            Reason.IN_USE,
            "store %s: another process has it open; stop that one, or give this one another directory"
                .formatted(root));
      }
      StoreDirectory directory = taken.get();
      StoreOpening opening = openTaken(directory);
      if (opening instanceof Refused) {
        directory.close();
      }
      return opening;
    } catch (IOException e) {
      return noAccess(e);
    }
  }

  private StoreOpening openTaken(StoreDirectory directory) throws IOException {
    boolean fresh = !directory.isFormatted();
    try {
      if (fresh) {
        format(directory);
      }
      byte[] text = Files.readAllBytes(StoreDirectory.formatFile(directory.whole()));
      Optional<FormatFile> parsed = FormatFile.parse(new String(text, US_ASCII));
      if (parsed.isEmpty()) {
        return damaged("its FORMAT file is not one");
      }
      FormatFile format = parsed.get();
      if (format.format() != StoreFormat.NUMBER) {
        return new Refused(
            Reason.OTHER_FORMAT,
            StoreFormat.refusal(
                root.toString(), format.format(), format.release(), formatting.release()));
      }
      return openRocks(directory, format.storeId(), fresh);
    } catch (NoSuchFileException e) {
      return damaged("its FORMAT file is missing");
    } catch (StoreDamagedException e) {
      return new Refused(Reason.DAMAGED, "store %s: %s".formatted(root, e.getMessage()));
    } catch (RocksDBException e) {
      return broken(e);
    }
  }

  private void format(StoreDirectory directory) throws IOException, RocksDBException {
    Path place = directory.begin();
    Path rocks = StoreDirectory.rocks(place);
    try (RocksFiles files = RocksFiles.open(rocks, options, WalSync.BEFORE_ACKNOWLEDGING, true)) {
      new Meta(files).format(formatting.storeId());
    }
    FormatFile format =
        new FormatFile(StoreFormat.NUMBER, formatting.release(), formatting.storeId());
    Files.writeString(StoreDirectory.formatFile(place), format.text(), US_ASCII);
    directory.finish();
  }

  private StoreOpening openRocks(StoreDirectory directory, StoreId expected, boolean fresh)
      throws RocksDBException {
    Path rocks = StoreDirectory.rocks(directory.whole());
    RocksFiles files = RocksFiles.open(rocks, options, walSync, false);
    boolean kept = false;
    try {
      Meta meta = new Meta(files);
      StoreId id = meta.storeId();
      if (!id.equals(expected)) {
        return damaged("its FORMAT file names store %s, its records %s".formatted(expected, id));
      }
      ShardStore store = new ShardStore(directory, files, meta, options, freeSpace);
      kept = true;
      return new Opened(store, fresh);
    } finally {
      if (!kept) {
        files.close();
      }
    }
  }

  /** A file that is missing or not as it was written is damage; the rest is the disk's refusal. */
  private Refused broken(RocksDBException e) {
    Status status = e.getStatus();
    boolean refusedByDisk =
        status != null
            && status.getCode() == Status.Code.IOError
            && !String.valueOf(e.getMessage()).contains("No such file");
    return refusedByDisk ? noAccess(e) : damaged(String.valueOf(e.getMessage()));
  }

  private Refused noAccess(Exception e) {
    return new Refused(
        Reason.NO_ACCESS,
        "store %s: cannot be read or written (%s); check that the directory belongs to this user, is writable and not full"
            .formatted(root, e));
  }

  private Refused damaged(String what) {
    return new Refused(
        Reason.DAMAGED,
        "store %s: is damaged: %s; give this node an empty directory, so that it takes its slots from the other replicas or a backup, and check the disk"
            .formatted(root, what));
  }
}
