package io.vectorcluster.operator.core;

import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Voters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A shard and its stores as a line of a VectorTopology: {@code ID EPOCH TERM}, then each store as
 * where it answers ({@link HostPattern}), what it is ({@code *} the primary, {@code +} in sync,
 * {@code ~} a joiner), and its id in 22 characters of base 64. {@code 7 12 12 0*... 1+...} is shard
 * 7 with two copies.
 *
 * <p>In the mode Quorum a bar and the voters follow: their epoch, the stores, and both of those
 * before, where a store is its place in the line, or its id if it has left.
 */
final class ReplicaCodec {
  private static final char PRIMARY = '*';
  private static final char IN_SYNC = '+';
  private static final char JOINER = '~';
  private static final String BAR = "|";
  private static final String NONE = "-";

  /** Epoch, stores, and those before. */
  private static final int VOTER_FIELDS = 4;

  /** Of 16 bytes. */
  private static final int STORE_CHARACTERS = 22;

  private final HostPattern hosts;

  ReplicaCodec(HostPattern hosts) {
    this.hosts = hosts;
  }

  String encode(ShardEntry shard) {
    ReplicaSet set = shard.replicas();
    Stream<String> numbers =
        Stream.of(shard.id(), shard.epoch(), shard.term()).map(String::valueOf);
    Stream<String> stores =
        set.members().stream()
            .map(
                member ->
                    hosts.encode(shard.id(), member)
                        + mark(set, member.store())
                        + text(member.store()));
    Stream<String> voters =
        shard.voters().stream()
            .flatMap(
                vote ->
                    Stream.of(
                        BAR,
                        Long.toString(vote.epoch()),
                        voters(set, vote.stores()),
                        Long.toString(vote.formerEpoch()),
                        voters(set, vote.former())));
    return Stream.of(numbers, stores, voters)
        .flatMap(part -> part)
        .collect(Collectors.joining(" "));
  }

  /**
   * @throws IllegalArgumentException if it is no such line
   */
  ShardEntry decode(String line) {
    List<String> fields = List.of(line.split(" ", -1));
    int bar = fields.indexOf(BAR);
    int end = bar < 0 ? fields.size() : bar;
    if (end < 3) {
      throw new IllegalArgumentException("replicas has '%s', without a shard".formatted(line));
    }
    ShardId id = ShardId.parse(fields.getFirst());
    List<Member> members = new ArrayList<>();
    List<StoreId> inSync = new ArrayList<>();
    @Nullable StoreId primary = null;
    for (String field : fields.subList(3, end)) {
      int mark = field.length() - STORE_CHARACTERS - 1;
      if (mark < 1) {
        throw new IllegalArgumentException("replicas has store '%s' of %s".formatted(field, id));
      }
      Member member = member(id, field.substring(0, mark), store(field.substring(mark + 1)));
      members.add(member);
      switch (field.charAt(mark)) {
        case PRIMARY -> {
          primary = member.store();
          inSync.add(member.store());
        }
        case IN_SYNC -> inSync.add(member.store());
        case JOINER -> {
          // A member, and no more.
        }
        default ->
            throw new IllegalArgumentException(
                "replicas has store '%s' of %s, marked with none of %s%s%s"
                    .formatted(field, id, PRIMARY, IN_SYNC, JOINER));
      }
    }
    return new ShardEntry(
        id,
        number(fields.get(1)),
        number(fields.get(2)),
        new ReplicaSet(members, primary, inSync),
        bar < 0
            ? Optional.empty()
            : Optional.of(voters(members, fields.subList(bar + 1, fields.size()))));
  }

  private Member member(ShardId shard, String written, StoreId store) {
    String address = hosts.decode(shard, written);
    int colon = address.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("replicas has '%s', which has no port".formatted(address));
    }
    int port = Math.toIntExact(number(address.substring(colon + 1)));
    return new Member(store, address.substring(0, colon), port);
  }

  private static char mark(ReplicaSet set, StoreId store) {
    if (store.equals(set.primary())) {
      return PRIMARY;
    }
    return set.isInSync(store) ? IN_SYNC : JOINER;
  }

  private static String voters(ReplicaSet set, List<StoreId> stores) {
    List<StoreId> members = set.members().stream().map(Member::store).toList();
    return stores.isEmpty()
        ? NONE
        : stores.stream()
            .map(s -> members.contains(s) ? Integer.toString(members.indexOf(s)) : text(s))
            .collect(Collectors.joining(","));
  }

  private static Voters voters(List<Member> members, List<String> fields) {
    if (fields.size() != VOTER_FIELDS) {
      throw new IllegalArgumentException("replicas has voters %s".formatted(fields));
    }
    return new Voters(
        number(fields.get(0)),
        stores(members, fields.get(1)),
        number(fields.get(2)),
        stores(members, fields.get(3)));
  }

  private static List<StoreId> stores(List<Member> members, String text) {
    return text.equals(NONE)
        ? List.of()
        : Stream.of(text.split(",", -1))
            .map(
                one ->
                    one.length() == STORE_CHARACTERS
                        ? store(one)
                        : member(members, number(one)).store())
            .toList();
  }

  private static Member member(List<Member> members, long place) {
    if (place >= members.size()) {
      throw new IllegalArgumentException("replicas has a voter at %d, a joiner".formatted(place));
    }
    return members.get((int) place);
  }

  private static String text(StoreId store) {
    byte[] bytes =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(store.value().getMostSignificantBits())
            .putLong(store.value().getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static StoreId store(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    return new StoreId(new UUID(bytes.getLong(), bytes.getLong()));
  }

  /** Not negative, in decimals. */
  static long number(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("'%s' stands where a number is written".formatted(text));
    }
    return Long.parseLong(text);
  }
}
