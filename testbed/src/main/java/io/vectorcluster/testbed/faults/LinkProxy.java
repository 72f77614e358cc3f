package io.vectorcluster.testbed.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Stands before a TCP port, such as a node's internal one, and does to all bytes what the test
 * says, for connections that exist and ones that come.
 *
 * <p>A cut direction holds bytes back, as TCP does behind a broken switch: the sender repeats them
 * until the link heals, and no side is told. A cut of the way to the server holds the connecting
 * itself too, as far as the server's side goes; the client's connect succeeds, because it is the
 * proxy's kernel that answers it.
 */
public final class LinkProxy implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 256;
  private static final int CONNECT_LIMIT_MS = 5_000;
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Map<Direction, Valve> valves = new EnumMap<>(Direction.class);
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** The two connections of which each of ours consists. */
  private record Link(Socket client, Socket server) {
    /** With a reset, what is under way is lost and the other side gets an error. */
    void close(boolean reset) {
      close(client, reset);
      close(server, reset);
    }

    private static void close(Socket socket, boolean reset) {
      try {
        if (reset && !socket.isClosed()) {
          socket.setSoLinger(true, 0);
        }
        socket.close();
      } catch (IOException gone) {
        // Closed by the other side in the meantime, which is as good.
      }
    }
  }

  private LinkProxy(ServerSocket listener, InetSocketAddress target) {
    this.listener = listener;
    this.target = target;
    for (Direction direction : Direction.values()) {
      valves.put(direction, new Valve());
    }
    threads.execute(this::accept);
  }

  /**
   * Starts a proxy that changes nothing.
   *
   * @param listen where callers connect; port 0 takes a free one
   * @param target where their bytes go; it need not listen yet
   */
  public static LinkProxy start(InetSocketAddress listen, InetSocketAddress target)
      throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.bind(listen, MAX_CONNECTIONS);
    } catch (IOException e) {
      listener.close();
      throw new IOException("a fault proxy on " + listen, e);
    }
    return new LinkProxy(listener, target);
  }

  /** The same on a free port of loopback. */
  public static LinkProxy before(InetSocketAddress target) throws IOException {
    return start(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), target);
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  /** How many connections go through it now. */
  public int connections() {
    return links.size();
  }

  /** Lets bytes of both directions arrive later by this; zero ends it. */
  public void delay(Duration duration) {
    for (Direction direction : Direction.values()) {
      delay(direction, duration);
    }
  }

  public void delay(Direction direction, Duration duration) {
    if (duration.isNegative() || duration.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException(
          "a delay is from 0 to " + LONGEST_DELAY + ", not " + duration);
    }
    valve(direction).setDelay(duration);
  }

  /** Holds back the bytes of both directions. */
  public void cut() {
    for (Direction direction : Direction.values()) {
      cut(direction);
    }
  }

  public void cut(Direction direction) {
    valve(direction).setOpen(false);
  }

  /** Lets the bytes of both directions through again, those held back first. */
  public void heal() {
    valves.values().forEach(valve -> valve.setOpen(true));
  }

  /** Ends all connections with an error on both sides; new ones are taken. */
  public void reset() {
    links.forEach(link -> link.close(true));
  }

  @Override
  public void close() throws IOException {
    listener.close();
    links.forEach(link -> link.close(false));
    threads.shutdownNow();
  }

  private Valve valve(Direction direction) {
    return Objects.requireNonNull(valves.get(direction));
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        if (links.size() < MAX_CONNECTIONS) {
          Link link = new Link(client, new Socket());
          links.add(link);
          threads.execute(() -> serve(link));
        } else {
          client.close();
        }
      }
    } catch (IOException | RejectedExecutionException e) {
      // The proxy was closed, which is the one way for this to end.
    } finally {
      links.forEach(link -> link.close(true));
    }
  }

  /** Both directions, until both have ended or one has failed. */
  private void serve(Link link) {
    List<Future<Long>> tasks = new ArrayList<>();
    boolean whole = false;
    try {
      valve(Direction.TO_SERVER).awaitOpen();
      link.server.connect(target, CONNECT_LIMIT_MS);
      link.client.setTcpNoDelay(true);
      link.server.setTcpNoDelay(true);
      Pump there = new Pump(link.client, link.server, valve(Direction.TO_SERVER));
      Pump back = new Pump(link.server, link.client, valve(Direction.TO_CLIENT));
      CompletionService<Long> ended = new ExecutorCompletionService<>(threads);
      for (Callable<Long> task :
          List.<Callable<Long>>of(there::read, there::write, back::read, back::write)) {
        tasks.add(ended.submit(task));
      }
      for (int count = 0; count < tasks.size(); count++) {
        ended.take().get();
      }
      whole = true;
    } catch (IOException | ExecutionException | RejectedExecutionException e) {
      // A side is gone, or never was there: the other side is told by a reset.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tasks.forEach(task -> task.cancel(true));
      link.close(!whole);
      links.remove(link);
    }
  }
}
