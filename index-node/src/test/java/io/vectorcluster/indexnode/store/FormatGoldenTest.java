package io.vectorcluster.indexnode.store;

import static io.vectorcluster.indexnode.store.Stores.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.ContentHash;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.topology.PointId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The bytes of format 2, committed: who changes them has to give the format another number (and the
 * content's bytes, which backups and other stores compare, not at all).
 */
final class FormatGoldenTest {
  private static final PointKey NUMBERED =
      new PointKey(new CollectionNumber(0x01020304), 0xFEDC, new PointId.Numeric(-2));
  private static final PointKey NAMED =
      new PointKey(
          ONE, 3, new PointId.Uuid(UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")));
  private static final Version VERSION = new Version(4, 0x0123456789ABCDEFL, -3);
  private static final LogPosition POSITION = new LogPosition(5, 0x1122334455L);
  private static final Point POINT =
      new Point(
          NAMED.id(),
          Map.of("", DenseVector.of(1, -0.5f), "é", DenseVector.of(Float.MIN_VALUE)),
          new Payload("{\"a\":\"ü\"}"));
  private static final PointContent CONTENT = PointContent.of(POINT);
  private static final Head LIVE =
      new Head.Live(VERSION, POSITION, CONTENT.hash(), CONTENT.sizeBytes());
  private static final Head TOMBSTONE = new Head.Tombstone(VERSION, POSITION);
  private static final LogEntry UPSERT =
      new LogEntry(
          POSITION,
          77,
          new RequestId(8, 9),
          NUMBERED,
          VERSION,
          new LogEntry.Kind.Upsert(CONTENT.hash()));
  private static final LogEntry DELETE =
      new LogEntry(POSITION, 77, new RequestId(8, 9), NAMED, VERSION, new LogEntry.Kind.Delete());
  private static final LogEntry PURGE =
      new LogEntry(POSITION, 77, RequestId.NONE, NAMED, VERSION, new LogEntry.Kind.Purge());
  private static final SlotDigest DIGEST =
      SlotDigest.of(NAMED.id(), LIVE).plus(SlotDigest.of(NUMBERED.id(), TOMBSTONE));

  private static Map<String, String> encoded() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("format", Integer.toString(StoreFormat.NUMBER));
    lines.put("key-number", hex(Keys.point(NUMBERED)));
    lines.put("key-uuid", hex(Keys.point(NAMED)));
    lines.put("key-slot", hex(Keys.slot(ONE, 0xFEDC)));
    lines.put("key-tombstone", hex(Keys.tombstone(NAMED, VERSION.clock())));
    lines.put("key-log", hex(Keys.log(POSITION.sequence())));
    lines.put("content", hex(CONTENT.bytes()));
    lines.put("content-hash", hex(CONTENT.hash()));
    lines.put("head-live", hex(Values.head(LIVE)));
    lines.put("head-tombstone", hex(Values.head(TOMBSTONE)));
    lines.put("log-upsert", hex(Values.logEntry(UPSERT)));
    lines.put("log-delete", hex(Values.logEntry(DELETE)));
    lines.put("log-purge", hex(Values.logEntry(PURGE)));
    lines.put("digest", hex(Values.digest(DIGEST)));
    lines.put("position", hex(Values.position(new StorePosition(POSITION, 6))));
    lines.put(
        "format-file",
        hex(
            new FormatFile(1, "0.1.0", Stores.FORMATTING.storeId())
                .text()
                .getBytes(StandardCharsets.US_ASCII)));
    return lines;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String hex(ContentHash hash) {
    return HexFormat.of().toHexDigits(hash.high()) + HexFormat.of().toHexDigits(hash.low());
  }

  private static Map<String, String> golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(FormatGoldenTest.class.getResourceAsStream("format-2.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(
              Collectors.toMap(
                  line -> line.substring(0, line.indexOf('=')),
                  line -> line.substring(line.indexOf('=') + 1)));
    }
  }

  @Test
  void bytesOnDiskAreThoseOfTheFormat() throws IOException {
    assertThat(encoded()).isEqualTo(golden());
  }

  @Test
  void bytesOfTheFormatAreReadBack() throws IOException {
    Map<String, String> golden = golden();

    assertThat(Keys.readPoint(bytes(golden, "key-number"))).isEqualTo(NUMBERED);
    assertThat(Keys.readPoint(bytes(golden, "key-uuid"))).isEqualTo(NAMED);
    assertThat(Values.readHead(bytes(golden, "head-live"))).isEqualTo(LIVE);
    assertThat(Values.readHead(bytes(golden, "head-tombstone"))).isEqualTo(TOMBSTONE);
    assertThat(Values.readLogEntry(bytes(golden, "log-upsert"))).isEqualTo(UPSERT);
    assertThat(Values.readLogEntry(bytes(golden, "log-delete"))).isEqualTo(DELETE);
    assertThat(Values.readLogEntry(bytes(golden, "log-purge"))).isEqualTo(PURGE);
    assertThat(Values.readDigest(bytes(golden, "digest"))).isEqualTo(DIGEST);
    assertThat(Values.readPosition(bytes(golden, "position")))
        .isEqualTo(new StorePosition(POSITION, 6));
    assertThat(PointContent.decode(NAMED.id(), bytes(golden, "content"), Selection.ALL))
        .isEqualTo(POINT);
  }

  private static byte[] bytes(Map<String, String> golden, String name) {
    return HexFormat.of().parseHex(Objects.requireNonNull(golden.get(name)));
  }

  /** Keys sort as the values they name do, unsigned. */
  @Test
  void orderOfKeysIsTheOrderOfIds() {
    PointId[] ascending = {
      new PointId.Numeric(0),
      new PointId.Numeric(1),
      new PointId.Numeric(Long.MAX_VALUE),
      new PointId.Numeric(Long.MIN_VALUE),
      new PointId.Numeric(-1),
      new PointId.Uuid(new UUID(0, 0)),
      new PointId.Uuid(new UUID(0, -1)),
      new PointId.Uuid(new UUID(-1, 0)),
    };
    for (int i = 1; i < ascending.length; i++) {
      byte[] key = Keys.point(new PointKey(ONE, 9, ascending[i]));
      byte[] before = Keys.point(new PointKey(ONE, 9, ascending[i - 1]));
      assertThat(Arrays.compareUnsigned(before, key)).isNegative();
      assertThat(ascending[i]).isGreaterThan(ascending[i - 1]);
    }
  }
}
