package io.vectorcluster.operator.core;

import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.Migrations;
import io.vectorcluster.topology.ShardId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Slots under way as lines of a VectorTopology: {@code 17 0>3 412} is slot 17, copied from shard 0
 * to shard 3 since epoch 412. The epoch of its switch follows, and {@code back} if it returns.
 */
final class MigrationCodec {
  private static final Pattern LINE =
      Pattern.compile(
          "([0-9]{1,5}) ([0-9]{1,10})>([0-9]{1,10}) ([0-9]{1,18})(?: ([0-9]{1,18})( back)?)?");

  private MigrationCodec() {}

  /** Null where no slot migrates: the record does not speak of it then. */
  static @Nullable List<String> encode(Migrations migrations) {
    return migrations.isEmpty()
        ? null
        : migrations.list().stream().map(MigrationCodec::encode).toList();
  }

  static Migrations decode(@Nullable List<String> lines) {
    return lines == null
        ? Migrations.NONE
        : new Migrations(
            lines.stream().map(line -> decode(RecordCodec.need("a line of moves", line))).toList());
  }

  private static String encode(Migration migration) {
    return "%d %s>%s %d%s%s"
        .formatted(
            migration.slot(),
            migration.source(),
            migration.target(),
            migration.since(),
            migration.isSwitched() ? " " + migration.switched() : "",
            migration.back() ? " back" : "");
  }

  private static Migration decode(String line) {
    Matcher fields = LINE.matcher(line);
    if (!fields.matches()) {
      throw new IllegalArgumentException("moves has '%s', which is no move".formatted(line));
    }
    @Nullable String switched = fields.group(5);
    return new Migration(
        Integer.parseInt(fields.group(1)),
        ShardId.parse(fields.group(2)),
        ShardId.parse(fields.group(3)),
        Long.parseLong(fields.group(4)),
        switched == null ? 0 : Long.parseLong(switched),
        fields.group(6) != null);
  }
}
