package io.vectorcluster.indexnode.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.cluster.Attempts.Step;
import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class AttemptsTest {
  private static final String NAME = "things";
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final Topology FIRST =
      Topology.first(
          new ClusterId(new UUID(1, 2)),
          1,
          Sharding.DEFAULT,
          List.of(ShardId.CATALOG),
          Assignment.single(1024, ShardId.CATALOG));

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Deadline deadline = new Deadline(Instant.EPOCH.plus(TIME));
  private final TopologyHolder topologies = new TopologyHolder(RecordLog.NONE, RecordLog.NONE);
  private final Attempts attempts = attempts();
  private int made;

  @Test
  void aRequestBeginsAgainAsOftenAsTheTopologyChangesInItsTime() {
    // Given a plan of moves that publishes an epoch in each attempt
    int changes = 30;

    // When
    Outcome<Long> outcome =
        attempts.run(
            NAME,
            deadline,
            plan -> {
              now.updateAndGet(before -> before.plusMillis(100));
              Topology used = plan.routes().topology();
              return made++ < changes
                  ? new Step.Stale<>(used.republishedAbove(used.epoch()))
                  : new Step.Done<>(Outcome.done(used.epoch()));
            });

    // Then
    assertThat(outcome).isEqualTo(Outcome.done(FIRST.epoch() + changes));
  }

  @Test
  void itsTimeEndsIt() {
    Outcome<Long> outcome =
        attempts.run(
            NAME,
            deadline,
            plan -> {
              made++;
              now.updateAndGet(before -> before.plusSeconds(3));
              return new Step.Stale<>(plan.routes().topology().republishedAbove(made));
            });

    assertThat(outcome)
        .isEqualTo(Outcome.rejected(Reason.TIMEOUT, "no answer in the request's time"));
    assertThat(made).isEqualTo(4);
  }

  /** A shard that refuses its own topology would otherwise be asked without end. */
  @Test
  void soDoesALimitWhereTimeStandsStill() {
    Outcome<Long> outcome =
        attempts.run(
            NAME,
            deadline,
            plan -> {
              made++;
              return new Step.Stale<>(plan.routes().topology());
            });

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.UNAVAILABLE));
    assertThat(made).isEqualTo(Attempts.MOST);
  }

  private Attempts attempts() {
    InstantSource clock = now::get;
    topologies.adopt(FIRST);
    TreeMap<String, VectorParams> vectors = new TreeMap<>();
    vectors.put("", new VectorParams(2, Distance.COSINE, Precision.BFLOAT16, HnswConfig.DEFAULT));
    CatalogCopy copy = new CatalogCopy(RecordLog.NONE);
    copy.install(Catalog.EMPTY.with(NAME, new CollectionConfig(vectors, "{}")));
    CatalogReader catalog =
        new CatalogReader(copy, topologies, keeper -> new NoAnswer("not asked"), clock);
    return new Attempts(topologies, catalog, clock);
  }
}
