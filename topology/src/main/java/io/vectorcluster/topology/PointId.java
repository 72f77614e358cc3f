package io.vectorcluster.topology;

import java.util.UUID;

/**
 * The caller's name of a point: an unsigned 64-bit number or a UUID.
 *
 * <p>Numbers sort before UUIDs, numbers as unsigned, UUIDs by their 16 bytes in network order: the
 * order of a scroll and of the keys on disk.
 */
public sealed interface PointId extends Comparable<PointId> {

  /** An unsigned 64-bit number. */
  record Numeric(long value) implements PointId {
    @Override
    public String toString() {
      return Long.toUnsignedString(value);
    }
  }

  /** A UUID, written hyphenated in lower case. */
  record Uuid(UUID value) implements PointId {
    @Override
    public String toString() {
      return value.toString();
    }
  }

  /** Numbers before UUIDs, each kind in unsigned order. */
  @Override
  default int compareTo(PointId other) {
    return switch (this) {
      case Numeric(long a) ->
          switch (other) {
            case Numeric(long b) -> Long.compareUnsigned(a, b);
            case Uuid _ -> -1;
          };
      case Uuid(UUID a) ->
          switch (other) {
            case Numeric _ -> 1;
            case Uuid(UUID b) -> HyphenatedUuid.compare(a, b);
          };
    };
  }
}
