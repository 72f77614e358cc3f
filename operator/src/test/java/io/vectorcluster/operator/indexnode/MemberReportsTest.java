package io.vectorcluster.operator.indexnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.wire.v1.StatusResponse;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A store's word as it comes from the wire. */
final class MemberReportsTest {
  private static ByteString bytes(long number) {
    return ByteString.copyFrom(ByteBuffer.allocate(16).putLong(0).putLong(number).array());
  }

  private static StoreId store(long number) {
    return new StoreId(new UUID(0, number));
  }

  @Test
  void everyFieldIsRead() {
    StatusResponse status =
        StatusResponse.newBuilder()
            .setStoreId(bytes(1))
            .setMembers(
                io.vectorcluster.wire.v1.MemberReport.newBuilder()
                    .setEpoch(7)
                    .setServing(true)
                    .addSilent(bytes(2))
                    .addLost(bytes(3))
                    .addReady(bytes(4))
                    .setPrimarySilent(true)
                    .setLast(99))
            .build();

    MemberReport report = MemberReports.of(status).orElseThrow();

    assertThat(report.store()).isEqualTo(store(1));
    assertThat(report.epoch()).isEqualTo(7);
    assertThat(report.serving()).isTrue();
    assertThat(report.silent()).containsExactly(store(2));
    assertThat(report.lost()).containsExactly(store(3));
    assertThat(report.ready()).containsExactly(store(4));
    assertThat(report.primarySilent()).isTrue();
    assertThat(report.last()).isEqualTo(99);
  }

  @Test
  void aNodeThatSaysNothingHasNoWord() {
    assertThat(MemberReports.of(StatusResponse.newBuilder().setStoreId(bytes(1)).build()))
        .isEmpty();
  }

  @Test
  void anIdOfAnotherLengthIsRefused() {
    StatusResponse status =
        StatusResponse.newBuilder()
            .setStoreId(bytes(1))
            .setMembers(
                io.vectorcluster.wire.v1.MemberReport.newBuilder()
                    .addSilent(ByteString.copyFromUtf8("short")))
            .build();

    assertThatThrownBy(() -> MemberReports.of(status)).isInstanceOf(IllegalArgumentException.class);
  }
}
