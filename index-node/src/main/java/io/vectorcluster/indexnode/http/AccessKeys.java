package io.vectorcluster.indexnode.http;

import io.vectorcluster.indexnode.config.AccessConfig;
import io.vectorcluster.indexnode.http.access.Access;
import io.vectorcluster.indexnode.http.access.AccessRules;
import io.vectorcluster.indexnode.http.access.KeyDirectory;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the gate in step with the key files. */
public final class AccessKeys {
  private static final Logger LOG = LoggerFactory.getLogger(AccessKeys.class);

  private AccessKeys() {}

  /**
   * The rules that a configuration asks for, read for the first time.
   *
   * @throws IOException if key files cannot be read; the message names the file and the remedy
   */
  public static Access open(AccessConfig config) throws IOException {
    return new Access(rules(config));
  }

  private static AccessRules rules(AccessConfig config) throws IOException {
    return switch (config) {
      case AccessConfig.Open _ -> new AccessRules.Open();
      case AccessConfig.LocalOnly _ -> new AccessRules.LocalOnly();
      case AccessConfig.KeyFiles files -> new KeyDirectory(files.directory()).read();
    };
  }

  /** Reads the rules again whenever it is run; the last good ones stay if that fails. */
  static Runnable refresh(AccessConfig config, Access access) {
    AtomicBoolean failing = new AtomicBoolean();
    return () -> {
      try {
        access.adopt(rules(config));
        failing.set(false);
      } catch (IOException e) {
        if (failing.compareAndSet(false, true)) { // once per failure, not once per second
          LOG.atWarn()
              .addKeyValue("reason", e.toString())
              .log("API keys cannot be read again, the last ones stay in force");
        }
      }
    };
  }
}
