package io.vectorcluster.indexnode.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The judge of histories is judged. */
final class RegisterHistoryTest {
  private final RegisterHistory history = new RegisterHistory();

  @Test
  void whatAgreesIsAccepted() {
    history.write(1, 0, 10);
    history.read(1, 5, 8);
    history.read(RegisterHistory.ABSENT, 1, 3);
    history.write(2, 20, 30);
    history.read(1, 21, 22);
    history.read(2, 25, 40);

    assertThat(history.flaw()).isEmpty();
  }

  @Test
  void aSwappedReadIsRefused() {
    history.write(1, 0, 10);
    history.write(2, 20, 30);
    history.read(2, 21, 22);
    history.read(1, 23, 24);

    assertThat(history.flaw()).isPresent();
  }

  @Test
  void aLostWriteIsRefused() {
    history.write(1, 0, 10);
    history.read(RegisterHistory.ABSENT, 11, 12);

    assertThat(history.flaw()).isPresent();
  }

  @Test
  void anUnansweredWriteMayComeLateOrNever() {
    history.write(1, 0, 10);
    history.unanswered(2, 11);
    history.read(1, 20, 21);
    history.read(2, 30, 31);

    assertThat(history.flaw()).isEmpty();
  }

  @Test
  void anUnansweredWriteComesOnce() {
    history.unanswered(1, 0);
    history.write(2, 10, 20);
    history.read(1, 21, 22);
    history.read(2, 23, 24);

    assertThat(history.flaw()).isPresent();
  }

  @Test
  void aDeletedPointDoesNotComeBack() {
    history.write(1, 0, 10);
    history.write(RegisterHistory.ABSENT, 11, 12);
    history.read(RegisterHistory.ABSENT, 13, 14);
    history.read(1, 15, 16);

    assertThat(history.flaw()).isPresent();
  }

  @Test
  void aLongHistoryIsJudgedToItsEnd() {
    for (int value = 1; value <= 5_000; value++) {
      history.write(value, 10L * value, 10L * value + 12);
      history.read(value, 10L * value + 5, 10L * value + 8);
    }
    assertThat(history.flaw()).isEmpty();

    history.read(1, 60_000, 60_001);

    assertThat(history.flaw()).isPresent();
  }
}
