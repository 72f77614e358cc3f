package io.vectorcluster.indexnode.http.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.Coverage;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.MissingShard;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.SearchAnswer;
import io.vectorcluster.indexnode.core.SearchQuery;
import io.vectorcluster.indexnode.core.SearchStats;
import io.vectorcluster.indexnode.http.FakeDataService;
import io.vectorcluster.indexnode.http.RunningNode;
import io.vectorcluster.topology.ShardId;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An answer that lacks shards says so, and is given only to who asked for such. */
final class CoverageTest {
  private static final String QUERY = "{\"query\":[1,2]}";

  /** Lacks shard 1, then shard 2, and so on in turn. */
  private static final class LackingService extends FakeDataService {
    private int searches;

    @Override
    public synchronized Outcome<SearchAnswer> search(
        String name, SearchQuery query, Deadline deadline) {
      if (query.onMissingShard().isEmpty()) {
        return Outcome.rejected(Outcome.Reason.UNAVAILABLE, "as the cluster says");
      }
      if (query.onMissingShard().get() == MissingShard.FAIL) {
        return Outcome.rejected(Outcome.Reason.UNAVAILABLE, "shard 1 does not answer");
      }
      searches++;
      Coverage coverage = new Coverage(3, Set.of(new ShardId(1 + searches % 2)));
      return Outcome.done(new SearchAnswer(List.of(), coverage, new SearchStats(10, 4)));
    }
  }

  @Test
  void partialAnswerIsMarked() throws Exception {
    try (RunningNode node = new RunningNode(new LackingService())) {
      String path = "/collections/c/points/query";

      assertThat(node.send("POST", path, QUERY).body()).contains("as the cluster says");
      String header = "x-vectorcluster-allow-partial";
      assertThat(node.send("POST", path, QUERY, header, "False").body())
          .contains("shard 1 does not answer");
      HttpResponse<String> unknown = node.send("POST", path, QUERY, header, "maybe");
      assertThat(unknown.statusCode()).isEqualTo(400);
      assertThat(unknown.body()).contains("header " + header + ": `maybe`, use true or false");
      HttpHeaders partial = node.send("POST", path, QUERY, header, "true").headers();

      assertThat(partial.firstValue("x-vectorcluster-coverage")).hasValue("2/3");
      assertThat(partial.firstValue("x-vectorcluster-distances-computed")).isEmpty();
    }
  }

  @Test
  void batchCountsAShardAsMissingIfOneAnswerLacksIt() throws Exception {
    try (RunningNode node = new RunningNode(new LackingService())) {
      HttpHeaders batch =
          node.send(
                  "POST",
                  "/collections/c/points/query/batch",
                  "{\"searches\":[" + QUERY + "," + QUERY + "]}",
                  "x-vectorcluster-allow-partial",
                  "true",
                  "x-vectorcluster-debug",
                  "true")
              .headers();

      assertThat(batch.firstValue("x-vectorcluster-coverage")).hasValue("1/3");
      assertThat(batch.firstValue("x-vectorcluster-distances-computed")).hasValue("20");
      assertThat(batch.firstValue("x-vectorcluster-scanned")).hasValue("8");
    }
  }
}
