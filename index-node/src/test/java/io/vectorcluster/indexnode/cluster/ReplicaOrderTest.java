package io.vectorcluster.indexnode.cluster;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.cluster.ReplicaOrder.Candidate;
import io.vectorcluster.indexnode.core.ReadPolicy.Prefer;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who is asked first. A replica reads as its name, the calls that are open, its latency in
 * milliseconds, when it was last asked, and {@code o} for own, {@code z} for this node's zone,
 * {@code s} for suspect, {@code j} for not in sync.
 */
final class ReplicaOrderTest {
  private static final int THREADS = 2;

  @ParameterizedTest
  @CsvSource({
    // Where fewest wait (each has two threads), the own store first, then the fewest open calls,
    // then
    // who was not asked for long
    "LEAST_LOADED, a:0:0:0: b:0:0:0:o c:0:0:0:, b a c",
    "LEAST_LOADED, a:0:0:7: b:1:0:0:o c:0:0:3:, b c a",
    "LEAST_LOADED, a:1:0:2: b:2:0:0:o c:0:0:7:, c a b",
    "LEAST_LOADED, a:1:0:7: b:4:0:0: c:1:0:3:, c a b",
    "LEAST_LOADED, a:2:1:0: b:1:90:0: c:3:1:0:o, b a c",
    // 0.3 of the load and 0.7 of the latency, both as shares of the largest
    "LOWEST_LATENCY, a:0:10:0: b:0:2:0: c:0:5:0:, b c a",
    "LOWEST_LATENCY, a:10:2:0: b:0:4:0: c:5:10:0:, b a c",
    "LOWEST_LATENCY, a:10:2:0: b:0:9:0: c:5:10:0:, a b c",
    "LOWEST_LATENCY, a:0:3:0: b:0:0:0: c:0:1:0:o, b c a",
    "LOWEST_LATENCY, a:0:0:2: b:0:0:1:o c:0:0:0:, b c a",
    // By turns, the own store as any other
    "ROUND_ROBIN, a:0:1:9: b:5:1:7: c:0:1:8:o, b c a",
    "ROUND_ROBIN, a:0:1:0: b:0:1:0:o c:0:1:0:, a b c",
    // Those in this zone, then as least loaded
    "SAME_ZONE, a:0:0:0: b:3:0:0:z c:2:0:0:z, c b a",
    "SAME_ZONE, a:1:0:0: b:0:0:5: c:0:0:4:, c b a",
    "SAME_ZONE, a:0:0:1: b:0:0:2:zo c:0:0:1:z, b c a",
    // Whatever is preferred, those that just failed come last, and those out of sync before them
    "LEAST_LOADED, a:0:0:0:so b:9:0:0: c:0:0:0:j, b c a",
    "LOWEST_LATENCY, a:0:1:0:s b:9:99:0: c:0:1:0:j, b c a",
    "ROUND_ROBIN, a:0:0:0:s b:0:0:9: c:0:0:1:j, b c a",
    "SAME_ZONE, a:0:0:0:sz b:9:0:0: c:0:0:0:jz, b c a",
    "LEAST_LOADED, a:1:0:0:s b:0:0:0:s c:2:0:0:s, b a c",
  })
  void asksTheBestFirst(Prefer prefer, String replicas, String order) {
    List<Candidate> candidates = new ArrayList<>();
    for (String replica : replicas.split(" ", -1)) {
      candidates.add(candidate(replica));
    }

    assertThat(
            ReplicaOrder.of(prefer, THREADS, candidates).stream()
                .map(Member::host)
                .collect(joining(" ")))
        .isEqualTo(order);
  }

  private static Candidate candidate(String text) {
    String[] parts = text.split(":", -1);
    String marks = parts[4];
    return new Candidate(
        new Member(new StoreId(new UUID(0, parts[0].charAt(0))), parts[0], 7433),
        marks.contains("s"),
        !marks.contains("j"),
        marks.contains("o"),
        marks.contains("z"),
        new ReplicaLoads.Load(
            Integer.parseInt(parts[1]), Double.parseDouble(parts[2]), Long.parseLong(parts[3])));
  }
}
