package io.vectorcluster.indexnode.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Forwards connections to a port of this machine, until it is cut, or holds back what it is given.
 */
final class LinkOnLoopback implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final int BUFFER = 16_384;

  private final ServerSocket listening;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile CountDownLatch held = new CountDownLatch(0);

  LinkOnLoopback(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::listen);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Ends every connection and refuses others. */
  void cut() {
    cut = true;
    open.forEach(LinkOnLoopback::end);
  }

  void heal() {
    cut = false;
  }

  /** Forwards nothing more, and says so to nobody. */
  void hold() {
    held = new CountDownLatch(1);
  }

  void release() {
    held.countDown();
  }

  private void listen() {
    try {
      while (!listening.isClosed()) {
        Socket from = listening.accept();
        open.add(from);
        if (cut) {
          end(from);
        } else {
          Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
          open.add(to);
          Thread.ofVirtual().start(() -> copy(from, to));
          Thread.ofVirtual().start(() -> copy(to, from));
          if (cut) {
            end(from);
          }
        }
      }
    } catch (IOException e) {
      open.forEach(LinkOnLoopback::end);
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      byte[] buffer = new byte[BUFFER];
      int read = from.getInputStream().read(buffer);
      while (read >= 0) {
        held.await();
        to.getOutputStream().write(buffer, 0, read);
        read = from.getInputStream().read(buffer);
      }
    } catch (IOException e) {
      // One of the two has ended, and with it the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    release();
    cut();
  }
}
