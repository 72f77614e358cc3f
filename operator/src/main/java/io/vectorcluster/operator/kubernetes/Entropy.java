package io.vectorcluster.operator.kubernetes;

import io.vectorcluster.operator.resources.Credentials;
import java.security.SecureRandom;
import java.util.Base64;

/** Where secrets come from: 256 random bits each. */
final class Entropy {
  private static final int BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  Credentials draw() {
    return new Credentials(key(), key(), key());
  }

  private String key() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
