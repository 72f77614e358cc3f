package io.vectorcluster.indexnode.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of the cluster that lie in a file of their own. It is read again every few seconds, so
 * that a change of the spec needs no restart; a file that cannot be read changes nothing.
 */
final class SettingsFile<T> implements Supplier<T> {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final String name;
  private final Optional<Path> file;
  private final Form<T> form;
  private final InstantSource clock;
  private final AtomicLong readAtMs = new AtomicLong();
  private volatile T known;

  /** How the settings are written. */
  interface Form<T> {
    /**
     * The settings of a file's root.
     *
     * @throws IllegalArgumentException if a field is absent or wrong; the message names it
     * @throws DateTimeException if a time is
     */
    T read(JsonNode root);
  }

  /**
   * Begins with the defaults.
   *
   * @param name of the settings, for messages
   * @param file empty: the defaults hold
   */
  SettingsFile(String name, Optional<Path> file, Form<T> form, T byDefault, InstantSource clock) {
    this.name = name;
    this.file = file;
    this.form = form;
    this.known = byDefault;
    this.clock = clock;
  }

  @Override
  public T get() {
    long now = clock.millis();
    long before = readAtMs.get();
    // Whoever comes first reads; others go on with what was known.
    if (file.isPresent()
        && now - before >= EVERY.toMillis()
        && readAtMs.compareAndSet(before, now)) {
      try {
        known = form.read(MAPPER.readTree(Files.readString(file.get())));
      } catch (IOException | IllegalArgumentException | DateTimeException e) {
        LOG.atWarn()
            .addKeyValue("settings", name)
            .addKeyValue("why", e.toString())
            .log("settings cannot be read: those from before stay");
      }
    }
    return known;
  }
}
