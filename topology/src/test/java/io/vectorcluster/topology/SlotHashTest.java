package io.vectorcluster.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.dynatrace.hash4j.hashing.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our XXH3 against hash4j's, and the slots of published ids against the reference library's. */
class SlotHashTest {

  /** A line of the vectors: written by the reference C library through its Python binding. */
  record Vector(PointId id, long hash, int slot1024, int slot4096, int slot16384) {

    static Vector parse(String line) {
      List<String> fields = List.of(line.split(",", -1));
      String id = fields.getFirst();
      return new Vector(
          id.contains("-")
              ? new PointId.Uuid(UUID.fromString(id))
              : new PointId.Numeric(Long.parseUnsignedLong(id)),
          Long.parseUnsignedLong(fields.get(1), 16),
          Integer.parseInt(fields.get(2)),
          Integer.parseInt(fields.get(3)),
          Integer.parseInt(fields.get(4)));
    }
  }

  static List<Vector> vectors() {
    try (InputStream in = SlotHashTest.class.getResourceAsStream("/slot-hash-vectors.csv")) {
      String text =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines().skip(1).map(Vector::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thereAreTwentyVectors() {
    assertThat(vectors()).hasSize(20).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void publishedIdsHaveTheirPublishedSlots(Vector vector) {
    assertThat(SlotHash.hash(vector.id())).isEqualTo(vector.hash());
    assertThat(SlotHash.slot(vector.id(), SlotCount.SLOTS_1024)).isEqualTo(vector.slot1024());
    assertThat(SlotHash.slot(vector.id(), SlotCount.SLOTS_4096)).isEqualTo(vector.slot4096());
    assertThat(SlotHash.slot(vector.id(), SlotCount.SLOTS_16384)).isEqualTo(vector.slot16384());
  }

  @Property(tries = 10_000)
  void numbersHashAsTheOracleSays(@ForAll long value) {
    byte[] bytes = new byte[9];
    for (int i = 0; i < 8; i++) {
      bytes[1 + i] = (byte) (value >>> (8 * i));
    }

    assertThat(SlotHash.hash(new PointId.Numeric(value))).isEqualTo(oracle(bytes));
  }

  @Property(tries = 10_000)
  void uuidsHashAsTheOracleSays(@ForAll long high, @ForAll long low) {
    byte[] bytes = new byte[17];
    bytes[0] = 1;
    for (int i = 0; i < 8; i++) {
      bytes[1 + i] = (byte) (high >>> (56 - 8 * i));
      bytes[9 + i] = (byte) (low >>> (56 - 8 * i));
    }

    assertThat(SlotHash.hash(new PointId.Uuid(new UUID(high, low)))).isEqualTo(oracle(bytes));
  }

  @Property(tries = 10_000)
  void bytesOfAnyLengthHashAsTheOracleSays(@ForAll @Size(max = Xxh3.MAX_LENGTH) byte[] bytes) {
    assertThat(Xxh3.hash(bytes)).isEqualTo(oracle(bytes));
  }

  @Property(tries = 100)
  void everyLengthHashesAsTheOracleSays(@ForAll long seed) {
    Random random = new Random(seed);
    for (int length = 0; length <= Xxh3.MAX_LENGTH; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);

      assertThat(Xxh3.hash(bytes)).as("length %d", length).isEqualTo(oracle(bytes));
    }
  }

  @Test
  void longerInputsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Xxh3.hash(new byte[Xxh3.MAX_LENGTH + 1]))
        .withMessageContaining("241");
  }

  private static long oracle(byte[] bytes) {
    return Hashing.xxh3_64().hashBytesToLong(bytes);
  }
}
