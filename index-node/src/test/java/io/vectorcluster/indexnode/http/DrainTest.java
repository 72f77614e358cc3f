package io.vectorcluster.indexnode.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How a node goes. */
final class DrainTest {
  private static final class HeldService extends FakeDataService {
    final CountDownLatch began = new CountDownLatch(1);
    final CountDownLatch held = new CountDownLatch(1);

    @Override
    public Outcome<Long> count(String name, Deadline deadline) {
      began.countDown();
      try {
        held.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Outcome.done(7L);
    }
  }

  @Test
  void requestsInFlightAreFinishedAndNewConnectionsRefused() throws Exception {
    // Given
    HeldService service = new HeldService();
    try (RunningNode node = new RunningNode(service)) {
      CompletableFuture<HttpResponse<String>> inFlight =
          node.begin("POST", "/collections/c/points/count", "{}");
      service.began.await();
      int port = node.servers().ports().data();

      // When
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(() -> node.servers().stop(Duration.ofSeconds(20)));
      await().until(() -> node.manage("GET", "/ready").statusCode() == 503);

      // Then
      assertThat(node.manage("GET", "/ready").body()).contains("the node is shutting down");
      assertThat(node.manage("GET", "/health").statusCode()).isEqualTo(200);
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(
                          () -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                      .isInstanceOf(ConnectException.class));
      assertThat(stopped).isNotDone();
      service.held.countDown();
      assertThat(inFlight.join().body()).contains("\"count\":7");
      stopped.join();
    }
  }

  @Test
  void whatIsNotFinishedInTimeIsCutOff() throws Exception {
    HeldService service = new HeldService();
    try (RunningNode node = new RunningNode(service)) {
      CompletableFuture<HttpResponse<String>> inFlight =
          node.begin("POST", "/collections/c/points/count", "{}");
      service.began.await();

      node.servers().stop(Duration.ofMillis(200));

      await().untilAsserted(() -> assertThat(inFlight).isCompletedExceptionally());
      service.held.countDown();
    }
  }
}
