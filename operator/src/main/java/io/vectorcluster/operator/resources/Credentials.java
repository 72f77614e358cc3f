package io.vectorcluster.operator.resources;

import java.util.regex.Pattern;

/**
 * What stands in a cluster's Secrets.
 *
 * @param internalToken of the internal port
 * @param adminKey may do everything on the data port
 * @param writeKey may read and write points
 */
public record Credentials(String internalToken, String adminKey, String writeKey) {
  private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e]{32,512}");

  /** Whether a text can serve as one of them: a key someone emptied is drawn anew. */
  public static boolean isUsable(String text) {
    return USABLE.matcher(text).matches();
  }

  /** Without the values: this may end up in a log. */
  @Override
  public String toString() {
    return "Credentials[...]";
  }
}
