package io.vectorcluster.indexnode.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.vectorcluster.indexnode.core.ContentHash;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.wire.UuidBytes;
import io.vectorcluster.wire.v1.Vector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Points and their parts as messages, and back. Readers throw IllegalArgumentException. */
final class PointMessages {

  private PointMessages() {}

  static io.vectorcluster.wire.v1.PointId of(PointId id) {
    io.vectorcluster.wire.v1.PointId.Builder message =
        io.vectorcluster.wire.v1.PointId.newBuilder();
    return switch (id) {
      case PointId.Numeric(long value) -> message.setNumber(value).build();
      case PointId.Uuid(java.util.UUID value) -> message.setUuid(UuidBytes.of(value)).build();
    };
  }

  static PointId read(io.vectorcluster.wire.v1.PointId message) {
    return switch (message.getKindCase()) {
      case NUMBER -> new PointId.Numeric(message.getNumber());
      case UUID -> new PointId.Uuid(UuidBytes.read("point.id", message.getUuid()));
      case KIND_NOT_SET -> throw new IllegalArgumentException("point.id: is missing");
    };
  }

  /** 32-bit floats, little-endian: on the machines we build for this is a copy of memory. */
  static ByteString floats(DenseVector vector) {
    float[] values = vector.values();
    byte[] bytes = new byte[values.length * Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  static DenseVector readFloats(ByteString bytes) {
    if (bytes.size() % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "vector: %d bytes are not whole 32-bit floats".formatted(bytes.size()));
    }
    float[] values = new float[bytes.size() / Float.BYTES];
    bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return DenseVector.of(values);
  }

  static io.vectorcluster.wire.v1.Point of(Point point) {
    io.vectorcluster.wire.v1.Point.Builder message =
        io.vectorcluster.wire.v1.Point.newBuilder()
            .setId(of(point.id()))
            .setPayload(point.payload().isEmpty() ? "" : point.payload().json());
    point
        .vectors()
        .forEach(
            (name, vector) ->
                message.addVectors(Vector.newBuilder().setName(name).setFloats(floats(vector))));
    return message.build();
  }

  static Point read(io.vectorcluster.wire.v1.Point message) {
    Map<String, DenseVector> vectors = new HashMap<>();
    for (Vector vector : message.getVectorsList()) {
      vectors.put(vector.getName(), readFloats(vector.getFloats()));
    }
    Payload payload =
        message.getPayload().isEmpty() ? Payload.EMPTY : new Payload(message.getPayload());
    return new Point(read(message.getId()), vectors, payload);
  }

  static io.vectorcluster.wire.v1.StoredPoint of(StoredPoint stored) {
    return io.vectorcluster.wire.v1.StoredPoint.newBuilder()
        .setPoint(of(stored.point()))
        .setVersion(
            io.vectorcluster.wire.v1.Version.newBuilder()
                .setTerm(stored.version().term())
                .setClock(stored.version().clock())
                .setNode(stored.version().node()))
        .setHashHigh(stored.hash().high())
        .setHashLow(stored.hash().low())
        .setSequence(stored.sequence())
        .build();
  }

  static StoredPoint read(io.vectorcluster.wire.v1.StoredPoint message) {
    io.vectorcluster.wire.v1.Version version = message.getVersion();
    return new StoredPoint(
        read(message.getPoint()),
        new Version(version.getTerm(), version.getClock(), version.getNode()),
        new ContentHash(message.getHashHigh(), message.getHashLow()),
        message.getSequence());
  }

  static List<StoredPoint> readAll(List<io.vectorcluster.wire.v1.StoredPoint> messages) {
    return messages.stream().map(PointMessages::read).toList();
  }

  static io.vectorcluster.wire.v1.Selection of(Selection selection) {
    return io.vectorcluster.wire.v1.Selection.newBuilder()
        .setPayload(selection.payload())
        .setAllVectors(selection.vectors().isEmpty())
        .addAllVectors(selection.vectors().orElse(Set.of()))
        .build();
  }

  static Selection read(io.vectorcluster.wire.v1.Selection message) {
    return new Selection(
        message.getPayload(),
        message.getAllVectors()
            ? Optional.empty()
            : Optional.of(Set.copyOf(message.getVectorsList())));
  }
}
