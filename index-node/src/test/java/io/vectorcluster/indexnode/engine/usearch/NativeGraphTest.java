package io.vectorcluster.indexnode.engine.usearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.EngineException;
import io.vectorcluster.indexnode.engine.TestVectors;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The native layer: what it refuses, and that scalars survive copies and files. */
final class NativeGraphTest {
  private static final int DIMENSIONS = 20;
  private static final int NODES = 200;

  @TempDir Path folder;

  private static GraphSettings settings(Distance distance, Precision precision) {
    var params = new VectorParams(DIMENSIONS, distance, precision, HnswConfig.DEFAULT);
    return GraphSettings.of(params, new EngineLimits(256, 16, 0, 2));
  }

  @Test
  void precisionsThatDoNotSuitAMetricGetBfloat16() {
    for (Distance distance : Distance.values()) {
      for (Precision precision : Precision.values()) {
        boolean suits =
            switch (precision) {
              case FLOAT32, BFLOAT16 -> true;
              case FLOAT16 -> distance != Distance.MANHATTAN;
              case INT8, BINARY -> distance == Distance.COSINE;
            };
        GraphSettings settings = settings(distance, precision);
        assertThat(settings.scalar()).isEqualTo(suits ? precision : Precision.BFLOAT16);
        try (NativeGraph graph = NativeGraph.create(settings)) {
          assertThat(graph.size()).as("%s in %s", distance, precision).isZero();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void scalarsSurviveCopiesAndFiles(Precision precision) {
    var vectors = TestVectors.random(DIMENSIONS, Distance.COSINE);
    GraphSettings settings = settings(Distance.COSINE, precision);
    Path file = folder.resolve("graph");
    try (NativeGraph graph = NativeGraph.create(settings);
        NativeGraph copy = NativeGraph.create(settings)) {
      for (int node = 0; node < NODES; node++) {
        graph.add(node, vectors.next());
        copy.add(node, graph.read(node));
      }
      graph.save(file);
      try (NativeGraph loaded = NativeGraph.load(settings, file)) {
        float[] query = vectors.next();
        NativeGraph.Found found = exact(graph, query);
        for (NativeGraph other : new NativeGraph[] {copy, loaded}) {
          assertThat(other.size()).isEqualTo(NODES);
          assertThat(exact(other, query).distances()).containsExactly(found.distances());
          assertThat(other.read(17)).containsExactly(graph.read(17));
        }
        assertThat(graph.compare(query, found.nodes())).containsExactly(found.distances());
      }
    }
  }

  private static NativeGraph.Found exact(NativeGraph graph, float[] query) {
    return graph.search(query, 10, true, MemorySegment.NULL, NODES);
  }

  @Test
  void fullGraphAndWrongOrderAreRefusedInWords() {
    try (NativeGraph graph = NativeGraph.create(settings(Distance.DOT, Precision.FLOAT32))) {
      assertThatThrownBy(() -> graph.add(5, new float[DIMENSIONS]))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("order");
      var vectors = TestVectors.random(DIMENSIONS, Distance.DOT);
      for (int node = 0; node < 256; node++) {
        graph.add(node, vectors.next());
      }
      assertThatThrownBy(() -> graph.add(256, vectors.next()))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("Reserve capacity");
      assertThat(graph.size()).isEqualTo(256);
    }
  }

  @Test
  void filesOfOtherSettingsOrNoneAreRefused() throws Exception {
    Path file = folder.resolve("graph");
    try (NativeGraph graph = NativeGraph.create(settings(Distance.DOT, Precision.FLOAT32))) {
      graph.add(0, new float[DIMENSIONS]);
      graph.save(file);
    }
    long live = NativeGraph.live();

    assertThatThrownBy(() -> NativeGraph.load(settings(Distance.EUCLID, Precision.FLOAT32), file))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("other settings");
    Path rubbish = Files.writeString(folder.resolve("rubbish"), "no graph at all");
    assertThatThrownBy(() -> NativeGraph.load(settings(Distance.DOT, Precision.FLOAT32), rubbish))
        .isInstanceOf(EngineException.class);
    assertThat(NativeGraph.live()).isEqualTo(live);
  }

  @Test
  void closingTwiceFreesOnce() {
    long live = NativeGraph.live();
    NativeGraph graph = NativeGraph.create(settings(Distance.DOT, Precision.FLOAT32));

    graph.close();
    graph.close();

    assertThat(NativeGraph.live()).isEqualTo(live);
    assertThatThrownBy(graph::size).isInstanceOf(IllegalStateException.class);
  }
}
