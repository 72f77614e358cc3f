package io.vectorcluster.testbed.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkProxyTest {
  private static final int LIMIT_MS = 20_000;

  /** Long enough to be sure that nothing comes, which is waited for in vain. */
  private static final int SILENCE_MS = 200;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private ServerSocket echo;
  private LinkProxy proxy;

  @SuppressWarnings("NullAway.Init") // set before each test
  LinkProxyTest() {}

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket();
    echo.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    threads.execute(this::serve);
    proxy = LinkProxy.before(new InetSocketAddress(echo.getInetAddress(), echo.getLocalPort()));
  }

  @AfterEach
  void end() throws IOException {
    proxy.close();
    echo.close();
    threads.shutdownNow();
  }

  @Test
  void withoutFaultsBytesPassUnchangedAndSoDoEnds() throws Exception {
    byte[] sent = new byte[3_000_000];
    new Random(7).nextBytes(sent);
    try (Socket client = connect()) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                write(client, sent);
                shutdownOutput(client);
              },
              threads);

      byte[] received = client.getInputStream().readAllBytes();

      assertThat(received).isEqualTo(sent);
      assertThat(writing).isCompleted();
    }
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void aDelayCostsLatencyAndKeepsTheOrder() throws Exception {
    proxy.delay(Duration.ofMillis(2L * SILENCE_MS));
    try (Socket client = connect()) {
      write(client, "a");
      assertSilent(client);
      proxy.delay(Duration.ZERO);
      write(client, "b");

      assertThat(read(client, 2)).isEqualTo("ab");
    }
  }

  @Test
  void aCutHoldsBytesUntilItHeals() throws Exception {
    try (Socket client = connect()) {
      write(client, "a");
      assertThat(read(client, 1)).isEqualTo("a");

      for (Direction direction : Direction.values()) {
        proxy.cut(direction);
        write(client, "b");
        assertSilent(client);
        proxy.heal();
        assertThat(read(client, 1)).isEqualTo("b");
      }
    }
  }

  @Test
  void aConnectionMadeBehindACutReachesTheServerWhenItHeals() throws Exception {
    proxy.cut();
    try (Socket client = connect()) {
      write(client, "a");
      assertSilent(client);

      proxy.heal();

      assertThat(read(client, 1)).isEqualTo("a");
    }
  }

  @Test
  void aResetIsAnErrorAndTheNextConnectionIsFine() throws Exception {
    try (Socket client = connect()) {
      write(client, "a");
      assertThat(read(client, 1)).isEqualTo("a");

      proxy.reset();

      assertThatThrownBy(() -> read(client, 1)).isInstanceOf(SocketException.class);
    }
    try (Socket client = connect()) {
      write(client, "b");
      assertThat(read(client, 1)).isEqualTo("b");
    }
  }

  @Test
  void aServerThatIsNotThereResetsTheCaller() throws Exception {
    ServerSocket closed = new ServerSocket();
    closed.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    closed.close();
    try (LinkProxy toNobody =
        LinkProxy.before(new InetSocketAddress(closed.getInetAddress(), closed.getLocalPort()))) {

      // The reset may come while the client still connects.
      assertThatThrownBy(
              () -> {
                try (Socket client = connect(toNobody)) {
                  read(client, 1);
                }
              })
          .isInstanceOf(SocketException.class);
    }
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = echo.accept();
        threads.execute(() -> answer(socket));
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException gone) {
      // A reset is what some tests are about.
    }
  }

  private Socket connect() throws IOException {
    return connect(proxy);
  }

  private static Socket connect(LinkProxy proxy) throws IOException {
    Socket socket = new Socket();
    socket.connect(proxy.address(), LIMIT_MS);
    socket.setSoTimeout(LIMIT_MS);
    return socket;
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SILENCE_MS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(LIMIT_MS);
  }

  private static String read(Socket socket, int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), StandardCharsets.UTF_8);
  }

  private static void write(Socket socket, String text) {
    write(socket, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void shutdownOutput(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
