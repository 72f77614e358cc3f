package io.vectorcluster.testbed.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleBookTest {
  private final RuleBook book = new RuleBook();

  @Test
  void aRulePassesSomeThenChoosesSomeThenPassesTheRest() {
    book.replace(List.of(FaultRule.on(ApiRequest::isWrite).skip(1).times(2).fault(reject(500))));

    assertThat(faults("POST", "GET", "PUT", "GET", "PATCH", "DELETE"))
        .containsExactly(
            new Fault.None(),
            new Fault.None(),
            reject(500),
            new Fault.None(),
            reject(500),
            new Fault.None());
  }

  @Test
  void theFirstRuleThatChoosesCountsAndLaterOnesDoNotSeeTheRequest() {
    book.replace(
        List.of(
            FaultRule.onRequest(2).fault(reject(503)),
            FaultRule.on(request -> true).once().fault(reject(409)),
            FaultRule.on(request -> true).once().fault(reject(429))));

    assertThat(faults("GET", "GET", "GET", "GET"))
        .containsExactly(reject(409), reject(503), reject(429), new Fault.None());
  }

  @Test
  void requestsAreKeptInTheirOrderUntilForgotten() {
    faults("GET", "POST");
    assertThat(book.requests())
        .containsExactly(
            new ApiRequest(1, "GET", "/api", ""), new ApiRequest(2, "POST", "/api", ""));

    book.forget();

    assertThat(book.requests()).isEmpty();
    assertThat(book.enter("GET", "/api", "").number()).isEqualTo(1);
  }

  @Test
  void aRequestKnowsWhatItAsksFor() {
    assertThat(get("limit=5&watch=true").isWatch()).isTrue();
    assertThat(get("watch=false").isStream()).isFalse();
    assertThat(get("follow=true").isStream()).isTrue();
    assertThat(new ApiRequest(1, "POST", "/api", "watch=true").isWatch()).isFalse();
    assertThat(
            new ApiRequest(1, "GET", "/apis/apps/v1/statefulsets/a", "").concerns("statefulsets"))
        .isTrue();
  }

  @Test
  void aRecordingAnswersTheSameQuestionWhateverVersionIsAskedFor() {
    Recording recording = new Recording();
    Answer answer = new Answer(200, Map.of(), "old".getBytes(StandardCharsets.UTF_8));
    recording.keep(get("labelSelector=a&limit=500&resourceVersion=0"), answer);
    recording.keep(get("fieldSelector=b"), Answer.refusal(500));
    recording.keep(get("watch=true"), answer);

    assertThat(recording.of(get("resourceVersion=7&labelSelector=a"))).contains(answer);
    assertThat(recording.of(get("labelSelector=b"))).isEmpty();
    assertThat(recording.of(get("fieldSelector=b"))).isEmpty();
    assertThat(recording.of(get("watch=true"))).isEmpty();
  }

  @Test
  void whatIsNoFaultIsRefused() {
    assertThatThrownBy(() -> reject(200)).hasMessageContaining("400 to 599");
    assertThatThrownBy(() -> FaultRule.onRequest(1).times(0)).hasMessageContaining("at least");
  }

  private List<Fault> faults(String... methods) {
    return List.of(methods).stream()
        .map(method -> book.ruleOf(book.enter(method, "/api", "")).fault())
        .toList();
  }

  private static Fault reject(int status) {
    return new Fault.Reject(status);
  }

  private static ApiRequest get(String query) {
    return new ApiRequest(1, "GET", "/api", query);
  }
}
