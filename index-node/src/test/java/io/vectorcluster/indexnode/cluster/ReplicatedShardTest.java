package io.vectorcluster.indexnode.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.MissingShard;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.ReadPolicy;
import io.vectorcluster.indexnode.core.ReadPolicy.From;
import io.vectorcluster.indexnode.core.ReadPolicy.Prefer;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.core.ShardHits;
import io.vectorcluster.indexnode.core.ShardSearch;
import io.vectorcluster.indexnode.core.ShardWrite;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a read of one shard asks. Replica a is the primary, and its shard is asked from c. */
@Timeout(60)
final class ReplicatedShardTest {
  private static final CollectionNumber COLLECTION = new CollectionNumber(1);
  private static final ReplicationMode LED = ReplicationMode.DEFAULT;

  private final List<String> asked = new ArrayList<>();
  private final Map<String, Function<ShardCall, ShardAnswer<ShardFigures>>> replicas =
      new HashMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private ReadPolicy policy = policy(From.IN_SYNC, Prefer.LEAST_LOADED);
  private final ReplicaChoice choice =
      ReplicaChoice.of(store("c"), "c", 1, () -> policy, InstantSource.system());

  @AfterEach
  void endWhatHangs() {
    over.countDown();
  }

  @Test
  void readsOfThePrimaryAskNobodyElse() {
    policy = policy(From.PRIMARY, Prefer.LEAST_LOADED);
    replicas.put("a", _ -> refused());

    assertThat(read(LED, "a b c", "a b c")).isInstanceOf(ShardAnswer.Refused.class);
    assertThat(asked()).containsExactly("a IN_SYNC");
  }

  @Test
  void replicasInSyncAreAskedAndNoOther() {
    replicas.put("c", _ -> refused());
    replicas.put("a", _ -> refused());

    assertThat(read(LED, "a b c", "a c")).isInstanceOf(ShardAnswer.Refused.class);
    assertThat(asked()).containsExactly("c IN_SYNC", "a IN_SYNC");
  }

  @Test
  void anyMemberIsAskedAfterThoseInSyncAndWhoRefusedIsAskedForWhatItHas() {
    policy = policy(From.ANY, Prefer.LEAST_LOADED);
    assertThat(read(LED, "a b c", "a c")).isEqualTo(answer());
    assertThat(asked()).containsExactly("c IN_SYNC");

    replicas.put("c", call -> call.stale() ? answer() : refused());
    replicas.put("a", _ -> new ShardAnswer.Unreachable<>("gone"));
    replicas.put("b", _ -> refused());
    assertThat(read(LED, "a b c", "a c")).isEqualTo(answer());
    assertThat(asked()).containsExactly("c IN_SYNC", "a IN_SYNC", "b STALE", "c STALE");
  }

  @Test
  void whoHangsIsNotAskedAgainForWhatItHas() {
    policy = policy(From.ANY, Prefer.LEAST_LOADED);
    replicas.put("c", _ -> hang());
    replicas.put("a", _ -> hang());

    assertThat(read(LED, "a b c", "a c")).isEqualTo(answer());
    assertThat(asked()).containsExactly("c IN_SYNC", "a IN_SYNC", "b STALE");
  }

  @Test
  void strongReadsAskThePrimaryWhateverTheSettings() {
    for (From from : From.values()) {
      policy = policy(from, Prefer.ROUND_ROBIN);
      ShardCall strong = call().with(Consistency.STRONG);

      var _ = shard(LED, "a b c", "a b c").retrieve(strong, COLLECTION, List.of(), Selection.ALL);
      assertThat(asked()).containsExactly("a STRONG");
    }
  }

  @Test
  void whereNobodyIsThePrimaryEveryMemberIsAsked() {
    policy = policy(From.PRIMARY, Prefer.LEAST_LOADED);
    replicas.put("c", _ -> refused());
    replicas.put("a", _ -> refused());

    assertThat(read(new ReplicationMode.MultiPrimary(), "a b c", "a c")).isEqualTo(answer());
    assertThat(asked()).containsExactly("c IN_SYNC", "a IN_SYNC", "b IN_SYNC");
  }

  @Test
  void aReplicaThatHangsIsWaitedForAsLongAsTheSettingsSay() {
    policy = policy(From.IN_SYNC, Prefer.LEAST_LOADED);
    replicas.put("c", _ -> hang());
    assertThat(read(LED, "a b c", "a b c")).isEqualTo(answer());
    assertThat(asked()).containsExactly("c IN_SYNC", "a IN_SYNC");

    // The call that hangs still counts
    assertThat(choice.loads().of(store("c")).outstanding()).isEqualTo(1);
    read(LED, "a b c", "a b c");
    assertThat(asked()).containsExactly("b IN_SYNC");
  }

  @Test
  void whoFailedIsAskedLastForAWhile() {
    policy = policy(From.IN_SYNC, Prefer.ROUND_ROBIN);
    replicas.put("a", _ -> refused());
    read(LED, "a b c", "a b c");
    assertThat(asked()).containsExactly("a IN_SYNC", "b IN_SYNC");

    for (int i = 0; i < 3; i++) {
      read(LED, "a b c", "a b c");
    }
    assertThat(asked()).containsExactly("c IN_SYNC", "b IN_SYNC", "c IN_SYNC");
  }

  @Test
  void podsOfThisZoneAreKnownByTheFirstLabelOfTheirHosts() {
    policy =
        new ReadPolicy(
            From.IN_SYNC,
            Prefer.SAME_ZONE,
            Duration.ofMillis(300),
            MissingShard.FAIL,
            Map.of("a", "east", "b", "west", "c", "west"));

    read(LED, "a b", "a b");
    read(LED, "a b", "a b");
    assertThat(asked()).containsExactly("b IN_SYNC", "b IN_SYNC");
  }

  private ShardAnswer<ShardFigures> read(ReplicationMode mode, String members, String inSync) {
    return shard(mode, members, inSync).figures(call(), COLLECTION);
  }

  private ShardAccess shard(ReplicationMode mode, String members, String inSync) {
    List<Member> all = new ArrayList<>();
    for (String name : members.split(" ", -1)) {
      all.add(new Member(store(name), name + ".demo-nodes.shop.svc", 7433));
    }
    List<StoreId> synced = new ArrayList<>();
    for (String name : inSync.split(" ", -1)) {
      synced.add(store(name));
    }
    ShardEntry entry =
        ShardEntry.first(
            ReplicationMode.DEFAULT, ShardId.CATALOG, 1, ReplicaSet.of(all, store("a"), synced));
    return ReplicatedShard.of(
        mode, entry, (_, member) -> new Replica(member.host().substring(0, 1)), choice);
  }

  /** Who was asked since, in order, and for what. */
  private List<String> asked() {
    synchronized (asked) {
      List<String> all = List.copyOf(asked);
      asked.clear();
      return all;
    }
  }

  private static ReadPolicy policy(From from, Prefer prefer) {
    return new ReadPolicy(from, prefer, Duration.ofMillis(100), MissingShard.FAIL, Map.of());
  }

  private static StoreId store(String name) {
    return new StoreId(new UUID(0, name.charAt(0)));
  }

  private static ShardCall call() {
    return new ShardCall(1, 1, new Deadline(InstantSource.system().instant().plusSeconds(30)));
  }

  private static ShardAnswer<ShardFigures> answer() {
    return new ShardAnswer.Answered<>(ShardFigures.NONE);
  }

  private static ShardAnswer<ShardFigures> refused() {
    return new ShardAnswer.Refused<>(Reason.UNAVAILABLE, "not now");
  }

  private ShardAnswer<ShardFigures> hang() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new ShardAnswer.Unreachable<>("hung");
  }

  private final class Replica implements ShardAccess {
    private final String name;

    private Replica(String name) {
      this.name = name;
    }

    private void note(ShardCall call) {
      synchronized (asked) {
        asked.add(name + " " + call.consistency());
      }
    }

    @Override
    public ShardAnswer<ShardFigures> figures(ShardCall call, CollectionNumber collection) {
      note(call);
      return replicas.getOrDefault(name, _ -> answer()).apply(call);
    }

    @Override
    public ShardAnswer<List<StoredPoint>> retrieve(
        ShardCall call, CollectionNumber collection, List<PointId> ids, Selection selection) {
      note(call);
      return new ShardAnswer.Answered<>(List.of());
    }

    @Override
    public ShardAnswer<Long> write(ShardCall call, ShardWrite write) {
      throw new UnsupportedOperationException("no test writes");
    }

    @Override
    public ShardAnswer<ShardHits> search(ShardCall call, ShardSearch search) {
      throw new UnsupportedOperationException("no test searches");
    }

    @Override
    public ShardAnswer<ScrollPage> scroll(
        ShardCall call, CollectionNumber collection, ScrollQuery query) {
      throw new UnsupportedOperationException("no test scrolls");
    }
  }
}
