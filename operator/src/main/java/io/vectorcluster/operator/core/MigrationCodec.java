package io.vectorcluster.operator.core;

import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.Migrations;
import io.vectorcluster.topology.ShardId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Slots under way as they stand in a VectorTopology. */
final class MigrationCodec {
  private MigrationCodec() {}

  /** Null where no slot migrates: the record does not speak of it then. */
  static @Nullable List<TopologyRecord.Migration> encode(Migrations migrations) {
    return migrations.isEmpty()
        ? null
        : migrations.list().stream()
            .map(
                each ->
                    new TopologyRecord.Migration(
                        each.slot(),
                        each.source().value(),
                        each.target().value(),
                        each.since(),
                        each.isSwitched() ? each.switched() : null,
                        each.back() ? true : null))
            .toList();
  }

  static Migrations decode(@Nullable List<TopologyRecord.Migration> records) {
    return records == null
        ? Migrations.NONE
        : new Migrations(records.stream().map(MigrationCodec::decode).toList());
  }

  private static Migration decode(TopologyRecord.Migration record) {
    return new Migration(
        RecordCodec.need("slot", record.slot()),
        new ShardId(RecordCodec.need("source", record.source())),
        new ShardId(RecordCodec.need("target", record.target())),
        RecordCodec.need("since", record.since()),
        record.switched() == null ? 0 : record.switched(),
        Boolean.TRUE.equals(record.back()));
  }
}
