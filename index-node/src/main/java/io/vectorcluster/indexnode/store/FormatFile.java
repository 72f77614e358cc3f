package io.vectorcluster.indexnode.store;

import io.vectorcluster.topology.StoreId;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text file that is read before RocksDB is touched: a later release may use RocksDB in a way
 * that this one cannot open. Lines of {@code name=value}; unknown names are left to later releases.
 */
record FormatFile(int format, String release, StoreId storeId) {

  String text() {
    return "format=%d\nrelease=%s\nstore=%s\n".formatted(format, release, storeId);
  }

  /** Empty if the text is not that of a format file. */
  static Optional<FormatFile> parse(String text) {
    Map<String, String> lines =
        text.lines()
            .filter(line -> line.indexOf('=') > 0)
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf('=')),
                    line -> line.substring(line.indexOf('=') + 1),
                    (first, second) -> first));
    String format = lines.getOrDefault("format", "");
    String release = lines.getOrDefault("release", "");
    if (!format.matches("[0-9]{1,9}") || release.isEmpty()) {
      return Optional.empty();
    }
    try {
      StoreId id = StoreId.parse(lines.getOrDefault("store", ""));
      return Optional.of(new FormatFile(Integer.parseInt(format), release, id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
