package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Cuts a point to the parts that a request selected. */
final class Projection {
  private Projection() {}

  static StoredPoint of(StoredPoint stored, Selection selection) {
    Point whole = stored.point();
    Map<String, DenseVector> vectors =
        selection.wantsVectors()
            ? whole.vectors().entrySet().stream()
                .filter(vector -> selection.wantsVector(vector.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))
            : Map.of();
    Payload payload = selection.payload() ? whole.payload() : Payload.EMPTY;
    return new StoredPoint(
        new Point(whole.id(), vectors, payload),
        stored.version(),
        stored.hash(),
        stored.sequence());
  }

  /** Of records that replicas have told, those of live points, in the order of the keys. */
  static List<StoredPoint> live(List<Stored> records, List<PointKey> keys, Selection selection) {
    Map<PointKey, Stored> byKey = new HashMap<>();
    records.forEach(record -> byKey.put(record.key(), record));
    return keys.stream()
        .map(byKey::get)
        .filter(Objects::nonNull)
        .flatMap(record -> live(record, selection).stream())
        .toList();
  }

  private static Optional<StoredPoint> live(Stored record, Selection selection) {
    return record.change() instanceof LoggedWrite.Change.Upsert(PointContent content)
        ? Optional.of(
            new StoredPoint(
                content.point(record.key().id(), selection), record.version(), content.hash(), 0))
        : Optional.empty();
  }
}
