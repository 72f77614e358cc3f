package io.vectorcluster.indexnode.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectorcluster.topology.PointId;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CollectionTest {
  private static final PointId ID = new PointId.Numeric(7);

  @Test
  void storesCosineVectorsAtUnitLength() {
    Collection collection = collection(Distance.COSINE);

    Outcome<Point> admitted = collection.admit(point(3, 4));

    assertThat(admitted).isEqualTo(Outcome.done(point(0.6f, 0.8f)));
  }

  @Test
  void keepsVectorsOfOtherMetricsAsTheyAre() {
    assertThat(collection(Distance.DOT).admit(point(3, 4))).isEqualTo(Outcome.done(point(3, 4)));
  }

  @Test
  void refusesAnotherDimensionNamingBoth() {
    Outcome<Point> refused = collection(Distance.DOT).admit(point(1, 2, 3));

    assertThat(refused)
        .isEqualTo(
            Outcome.rejected(
                Outcome.Reason.BAD_REQUEST,
                "point 7: Wrong input: Vector dimension error: expected dim: 2, got 3"));
  }

  @Test
  void refusesAZeroVectorUnderCosineOnly() {
    assertThat(collection(Distance.COSINE).admit(point(0, 0)))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class, r -> assertThat(r.message()).contains("all elements are zero"));
    assertThat(collection(Distance.EUCLID).admit(point(0, 0))).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void refusesAnUnknownVectorNameAndListsTheKnown() {
    Outcome<DenseVector> refused = collection(Distance.DOT).admit("image", DenseVector.of(1, 2));

    assertThat(refused)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            r -> assertThat(r.message()).contains("`image`").contains("[]"));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesNumbersThatAreNotFinite(float bad) {
    assertThatThrownBy(() -> DenseVector.of(1, bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("element 1");
  }

  @Test
  void catalogNeverUsesANumberAgain() {
    CollectionConfig config = collection(Distance.DOT).config();
    Catalog one = Catalog.EMPTY.with("a", config);

    Catalog again = one.without("a").with("a", config);

    assertThat(again.find("a").orElseThrow().number())
        .isNotEqualTo(one.find("a").orElseThrow().number());
    assertThat(again.version()).isEqualTo(3);
  }

  private static Collection collection(Distance distance) {
    TreeMap<String, VectorParams> vectors = new TreeMap<>();
    vectors.put("", new VectorParams(2, distance, Precision.BFLOAT16, HnswConfig.DEFAULT));
    return new Collection("things", new CollectionNumber(1), new CollectionConfig(vectors, "{}"));
  }

  private static Point point(float... vector) {
    return new Point(ID, Map.of("", DenseVector.of(vector)), Payload.EMPTY);
  }
}
