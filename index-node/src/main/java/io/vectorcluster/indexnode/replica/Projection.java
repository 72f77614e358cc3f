package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import java.util.Map;
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
}
