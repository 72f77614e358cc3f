package io.vectorcluster.wire;

import java.util.List;
import java.util.Optional;

/**
 * The cluster's tokens at this moment. The first is sent with calls, each of them is accepted.
 *
 * <p>A rotation that refuses no call: the new token is put second, then first, then the old one
 * goes, each step when all nodes have seen the one before.
 */
@FunctionalInterface
public interface Tokens {
  /** At most two are valid at a time; without any, no call is sent nor accepted. */
  int MOST = 2;

  /** A shorter one could be guessed; 32 characters hold 128 bits even as hexadecimal digits. */
  int LEAST_LENGTH = 32;

  List<String> valid();

  /** The one to send with calls. */
  default Optional<String> toSend() {
    return valid().stream().findFirst();
  }
}
