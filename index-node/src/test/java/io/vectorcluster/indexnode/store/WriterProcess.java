package io.vectorcluster.indexnode.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * A process of its own that commits {@link ScriptedWrites} and prints the last sequence of every
 * commit once it is acknowledged. It dies by a signal or because its disk does.
 */
final class WriterProcess implements AutoCloseable {
  private final Process process;
  private final Thread reading;
  private final AtomicLong acknowledged = new AtomicLong();

  private WriterProcess(Process process) {
    this.process = process;
    this.reading = Thread.ofPlatform().start(this::read);
  }

  static WriterProcess start(Path directory, long seed, int ids, WalSync walSync)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            WriterProcess.class.getName(),
            directory.toString(),
            Long.toString(seed),
            Integer.toString(ids),
            walSync.name());
    return new WriterProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** Commits until it is killed or the store fails. */
  public static void main(String[] args) {
    ScriptedWrites script = new ScriptedWrites(Long.parseLong(args[1]), Integer.parseInt(args[2]));
    ShardStore store = Stores.open(Path.of(args[0]), WalSync.valueOf(args[3]));
    Random sizes = new Random(store.position().last().sequence());
    while (true) {
      long next = store.position().last().sequence() + 1;
      Stores.commit(store, script.batch(next, 1 + sizes.nextInt(30)));
      System.out.println(store.position().last().sequence());
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      // A line that was cut off is not an acknowledgement: the sequence would be too low anyway.
      lines.lines().forEach(line -> acknowledged.set(Long.parseLong(line)));
    } catch (IOException | UncheckedIOException e) {
      // The process was killed while its output was read.
    }
  }

  /** Waits until so much is acknowledged. */
  void awaitAcknowledged(long sequence) {
    Awaitility.await("writes acknowledged, exit=" + !process.isAlive())
        .atMost(60, TimeUnit.SECONDS)
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(() -> acknowledged.get() >= sequence);
  }

  /** SIGKILL; returns the last sequence that it acknowledged. */
  long kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("process " + process.pid() + " does not die");
    }
    reading.join(30_000);
    return acknowledged.get();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
