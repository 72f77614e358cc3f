package io.vectorcluster.testbed.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One direction of a connection. A reader notes when each piece is due and a writer waits for that,
 * so that a delay costs latency and no throughput. Pieces keep their order.
 */
final class Pump {
  private static final int PIECE_BYTES = 16 * 1024;

  /** A megabyte under way in a direction of a connection; beyond it the sender waits. */
  private static final int MAX_PIECES = 64;

  private final Socket from;
  private final Socket to;
  private final Valve valve;
  private final BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(MAX_PIECES);

  Pump(Socket from, Socket to, Valve valve) {
    this.from = from;
    this.to = to;
    this.valve = valve;
  }

  /** An empty one is the end of what the sender sends. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Piece(byte[] bytes, CompletableFuture<Void> due) {}

  /** Takes what the sender sends to its end, and gives its length in bytes. */
  long read() throws IOException, InterruptedException {
    InputStream in = from.getInputStream();
    byte[] buffer = new byte[PIECE_BYTES];
    long bytes = 0;
    for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
      underWay.put(new Piece(Arrays.copyOf(buffer, count), due(valve.delay())));
      bytes += count;
    }
    underWay.put(new Piece(new byte[0], due(valve.delay())));
    return bytes;
  }

  /** Sends it on, and gives its length in bytes. */
  long write() throws IOException, InterruptedException {
    OutputStream out = to.getOutputStream();
    long bytes = 0;
    while (true) {
      Piece piece = underWay.take();
      try {
        piece.due.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a wait cannot fail", e);
      }
      valve.awaitOpen();
      if (piece.bytes.length == 0) {
        to.shutdownOutput();
        return bytes;
      }
      out.write(piece.bytes);
      bytes += piece.bytes.length;
    }
  }

  private static CompletableFuture<Void> due(Duration delay) {
    CompletableFuture<Void> due = new CompletableFuture<>();
    return delay.isZero()
        ? CompletableFuture.completedFuture(null)
        : due.completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
