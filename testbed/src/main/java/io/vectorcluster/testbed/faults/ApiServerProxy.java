package io.vectorcluster.testbed.faults;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vectorcluster.testbed.ClusterAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before an API server of the testbed and does to requests what the rules say. Callers take
 * {@link #kubeconfig()} in the place of the server's own; it speaks HTTP/1.1 under TLS with a
 * certificate of the same authority.
 *
 * <p>Requests are numbered from 1 as they arrive. Not passed on are upgrades of the connection:
 * exec, attach, port-forward; a watch by WebSocket is sent back to plain HTTP and not counted. A
 * client may repeat by itself what it takes for repeatable, such as a GET that was cut.
 *
 * <p>A watch whose caller is gone is noticed with the next event only, and until then counts among
 * the connections: who kills a party many times cuts its {@link #watches()} too.
 */
public final class ApiServerProxy implements AutoCloseable {
  private final HttpsServer server;
  private final ExecutorService threads;
  private final Upstream upstream;
  private final RuleBook book;
  private final ApiHandler handler;
  private final Path kubeconfig;
  private final URI address;

  private ApiServerProxy(InetAddress host, Kubeconfig behind, Tls.Identity own, Tls.Identity admin)
      throws IOException {
    upstream = new Upstream(behind, admin);
    book = new RuleBook();
    handler = new ApiHandler(book, upstream);
    threads = Executors.newVirtualThreadPerTaskExecutor();
    server = HttpsServer.create(new InetSocketAddress(host, 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(Tls.context(behind.authority(), Optional.of(own))));
    server.setExecutor(threads);
    server.createContext("/", handler);
    address = URI.create("https://" + host.getHostAddress() + ":" + server.getAddress().getPort());
    kubeconfig = Files.createTempFile("fault-proxy", ".kubeconfig");
    Files.writeString(kubeconfig, behind.at(address));
    server.start();
  }

  /**
   * Starts a proxy without rules: before an API server alone on loopback, before that of a whole
   * cluster on this machine's address in it, where pods reach it too.
   *
   * @throws IllegalStateException where the cluster is not the testbed's, whose authority alone can
   *     vouch for the proxy
   */
  public static ApiServerProxy start(ClusterAccess access) throws IOException {
    // Answers are written in several pieces, and a caller's connection may rest between two tests.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "300");
    Path folder = access.kubeconfig().resolveSibling("pki");
    if (!Files.isReadable(folder.resolve("fault-proxy.pkcs8"))) {
      throw new IllegalStateException(
          "no key of a proxy in " + folder + ": it stands before API servers of the testbed only");
    }
    return new ApiServerProxy(
        host(access),
        Kubeconfig.read(access.kubeconfig()),
        Tls.Identity.read(folder, "fault-proxy"),
        Tls.Identity.read(folder, "admin"));
  }

  private static InetAddress host(ClusterAccess access) {
    return InetAddress.ofLiteral(
        access.instance().map(number -> "172.30." + number + ".254").orElse("127.0.0.1"));
  }

  /** The server's kubeconfig with the proxy's address; the file is gone after {@link #close()}. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  public URI address() {
    return address;
  }

  /**
   * Puts these rules in the place of all others. Of several that choose a request the first counts,
   * and those after it do not see the request. Watches that are open keep the rule they began with.
   */
  public void rules(FaultRule... rules) {
    book.replace(List.of(rules));
  }

  /** The latest requests, in the order in which they came. */
  public List<ApiRequest> requests() {
    return book.requests();
  }

  /** Forgets all requests and counts from 1 again. */
  public void forgetRequests() {
    book.forget();
  }

  /** The watches that are open now. */
  public List<WatchStream> watches() {
    return handler.watches();
  }

  /**
   * Cuts all connections.
   *
   * @throws IllegalStateException where a hook of a rule has failed
   */
  @Override
  public void close() throws IOException {
    handler.close();
    server.stop(0);
    threads.shutdownNow();
    upstream.close();
    Files.deleteIfExists(kubeconfig);
    Optional<Throwable> failed = handler.failedHook();
    if (failed.isPresent()) {
      throw new IllegalStateException("a hook of a fault rule failed", failed.get());
    }
  }
}
