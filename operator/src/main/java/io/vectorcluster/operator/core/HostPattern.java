package io.vectorcluster.operator.core;

import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the pods of a cluster answer, told once: {@code demo-shard-{pod}.demo-nodes.shop.svc:7433},
 * where {@code {pod}} stands for the shard and the ordinal, with a dash between. A member that fits
 * is written as its ordinal, any other as host and port.
 *
 * @param text the pattern; null if there is none, and nobody fits
 */
record HostPattern(@Nullable String text) {
  private static final String POD = "{pod}";
  private static final Pattern ORDINAL = Pattern.compile("0|[1-9][0-9]{0,5}");

  /** Made of the first member; it has no shard's number elsewhere than in the pod's name. */
  static HostPattern of(List<ShardEntry> shards) {
    for (ShardEntry shard : shards) {
      for (Member member : shard.replicas().members()) {
        Matcher name =
            Pattern.compile("([^.]*)\\b%s-(?:%s)(\\..*)?".formatted(shard.id(), ORDINAL))
                .matcher(member.host());
        return new HostPattern(
            name.matches()
                ? name.group(1) + POD + Optional.ofNullable(name.group(2)).orElse("") + port(member)
                : null);
      }
    }
    return new HostPattern(null);
  }

  /** A member of a shard, short. */
  String encode(ShardId shard, Member member) {
    String full = member.host() + port(member);
    if (text == null) {
      return full;
    }
    int before = text.indexOf(POD) + shard.toString().length() + 1;
    int after = text.length() - text.indexOf(POD) - POD.length();
    if (full.length() <= before + after) {
      return full;
    }
    String ordinal = full.substring(before, full.length() - after);
    return ORDINAL.matcher(ordinal).matches() && expand(shard, ordinal).equals(full)
        ? ordinal
        : full;
  }

  /** Host and port of what {@link #encode} has written. */
  String decode(ShardId shard, String written) {
    return ORDINAL.matcher(written).matches() ? expand(shard, written) : written;
  }

  private String expand(ShardId shard, String ordinal) {
    if (text == null || !text.contains(POD)) {
      throw new IllegalArgumentException("hosts is '%s', without %s".formatted(text, POD));
    }
    return text.replace(POD, shard + "-" + ordinal);
  }

  private static String port(Member member) {
    return ":" + member.internalPort();
  }
}
