package io.vectorcluster.operator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotTerms;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read back, what a person reads is short, what was altered is refused. */
final class RecordCodecTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Sharding SHARDING = Sharding.DEFAULT;

  static LongStream seeds() {
    return new Random(20_261_201).longs(200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyTopologyIsReadBack(long seed) throws JsonProcessingException {
    // Given
    Topology topology = RandomTopology.of(new Random(seed));

    // When
    String text = JSON.writeValueAsString(RecordCodec.encode(topology));

    // Then
    assertThat(RecordCodec.decode(JSON.readValue(text, TopologyRecord.class))).isEqualTo(topology);
  }

  @Test
  void aSmallRecordIsReadByPeople() {
    // Given two shards with two copies, the last slot on its way from one to the other
    List<ShardEntry> shards =
        Stream.of(0, 1)
            .map(
                shard ->
                    ShardEntry.first(
                        ReplicationMode.DEFAULT,
                        new ShardId(shard),
                        3,
                        ReplicaSet.of(
                            List.of(pod(shard, 0), pod(shard, 1)),
                            pod(shard, 1).store(),
                            List.of(pod(shard, 1).store()))))
            .toList();
    int[] owners = new int[1024];
    Arrays.fill(owners, 512, 1024, 1);
    Topology topology =
        new Topology(
                ClusterId.parse(Scenario.UID),
                3,
                SHARDING,
                shards,
                Assignment.of(owners),
                SlotTerms.all(1024, 3))
            .withGoal(Assignment.single(1024, new ShardId(1)));

    // When
    TopologyRecord record =
        RecordCodec.encode(
            topology.copying(topology.assignment().movesTo(topology.goal()).subList(0, 1)));

    // Then
    assertThat(record.hosts()).isEqualTo("demo-shard-{pod}.demo-nodes.shop.svc:7433");
    assertThat(record.replicas())
        .containsExactly(
            "0 3 3 0~AAAAAAAAAAAAAAAAAAAAAA 1*AAAAAAAAAAAAAAAAAAAAAQ",
            "1 3 3 0~AAAAAAAAAAEAAAAAAAAAAA 1*AAAAAAAAAAEAAAAAAAAAAQ");
    assertThat(record.owners()).isEqualTo("512x0 512x1");
    assertThat(record.terms()).isEqualTo("1024x3");
    assertThat(record.moves()).containsExactly("0 0>1 5");
    assertThat(record.goal()).isEqualTo("1024x1");
  }

  @Test
  void mixedSlotsAreADigitEach() {
    int[] owners = new int[1024];
    Arrays.setAll(owners, slot -> slot % 3);
    Topology topology =
        Topology.first(
            ClusterId.parse(Scenario.UID),
            1,
            SHARDING,
            List.of(new ShardId(0), new ShardId(1), new ShardId(2)),
            Assignment.of(owners));

    assertThat(RecordCodec.encode(topology).owners()).startsWith("1:012012").hasSize(2 + 1024);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "format; 3; format is 3, this release reads 2",
        "format; ; format is missing",
        "replicas; ; replicas is missing",
        "epoch; 4; hash does not match the content",
        "owners; 1024x0; hash does not match the content",
        "owners; 1023x0; owners has 1023 entries instead of 1024",
        "owners; 1024x2; owners has a shard at place 2 of 2",
        "owners; 1024; owners holds '1024', which is no run",
        "owners; 1:01; owners has 2 digits instead of 1024 times 1",
        "owners; :01; owners begins with '' instead of how many digits",
        "owners; 12:01; owners begins with '12' instead of how many digits",
        "terms; 1024x0; slot 0 has term 0",
        "hosts; demo.svc:7433; hosts is 'demo.svc:7433', without {pod}",
      })
  void whatWasAlteredIsRefused(String field, String value, String why)
      throws JsonProcessingException {
    // Given
    ObjectNode record = record();
    if (value == null) {
      record.remove(field);
    } else {
      record.put(field, value);
    }

    // When and then
    assertRefused(record, why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "\"\"; replicas has '', without a shard",
        "0 3; replicas has '0 3', without a shard",
        "0 3 x; 'x' stands where a number is written",
        "0 3 3 0*AAAA; replicas has store '0*AAAA' of 0",
        "0 3 3 0?AAAAAAAAAAAAAAAAAAAAAA; marked with none of *+~",
        "0 3 3 host*AAAAAAAAAAAAAAAAAAAAAA; replicas has 'host', which has no port",
        "0 3 3 0+AAAAAAAAAAAAAAAAAAAAAA; primary null is not in the in-sync set",
        "0 3 3 0*AAAAAAAAAAAAAAAAAAAAAA | 3; replicas has voters [3]",
        "0 3 3 0*AAAAAAAAAAAAAAAAAAAAAA | 3 1 0 -; replicas has a voter at 1",
      })
  void aLineThatIsNoShardIsRefused(String line, String why) throws JsonProcessingException {
    ObjectNode record = record();
    record.withArray("/replicas").set(0, line);

    assertRefused(record, why);
  }

  @Test
  void aLineThatIsNoMoveIsRefused() throws JsonProcessingException {
    ObjectNode record = record();
    record.putArray("moves").add("0 0-1 5");

    assertRefused(record, "moves has '0 0-1 5', which is no move");
  }

  @Test
  void anotherFormatIsNotCalledAltered() throws JsonProcessingException {
    ObjectNode record = record();
    record.put("format", 3);

    assertThat(RecordReading.of(Optional.of(read(record))))
        .isEqualTo(new RecordReading.OtherFormat(3));
    record.remove("format");
    assertThat(RecordReading.of(Optional.of(read(record))))
        .isEqualTo(new RecordReading.Altered("was altered (format is missing)"));
  }

  private static void assertRefused(ObjectNode record, String why) throws JsonProcessingException {
    TopologyRecord written = read(record);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordCodec.decode(written))
        .withMessageContaining(why);
  }

  private static TopologyRecord read(ObjectNode record) throws JsonProcessingException {
    return JSON.treeToValue(record, TopologyRecord.class);
  }

  private static ObjectNode record() {
    List<ShardEntry> shards =
        Stream.of(0, 1)
            .map(
                shard ->
                    ShardEntry.first(
                        ReplicationMode.DEFAULT,
                        new ShardId(shard),
                        3,
                        ReplicaSet.single(pod(shard, 0))))
            .toList();
    Assignment owners = Assignment.single(1024, new ShardId(1));
    return JSON.valueToTree(
        RecordCodec.encode(
            new Topology(
                ClusterId.parse(Scenario.UID),
                3,
                SHARDING,
                shards,
                owners,
                SlotTerms.all(1024, 3))));
  }

  private static Member pod(int shard, int ordinal) {
    return new Member(
        new StoreId(new UUID(shard, ordinal)),
        "demo-shard-%d-%d.demo-nodes.shop.svc".formatted(shard, ordinal),
        7433);
  }
}
