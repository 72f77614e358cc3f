package io.vectorcluster.indexnode.internal;

import java.security.Security;

/** How long names of pods are remembered. */
public final class NameLookup {
  private static final String SECONDS = "2";
  private static final String NEGATIVE_SECONDS = "1";

  private NameLookup() {}

  /**
   * Forgets addresses after two seconds instead of thirty: a pod that was made anew has another
   * address under the same name, and its shard is away until it is found. To be called before the
   * first lookup of the process; the Java platform and gRPC read different places.
   */
  public static void forgetQuickly() {
    Security.setProperty("networkaddress.cache.ttl", SECONDS);
    Security.setProperty("networkaddress.cache.negative.ttl", NEGATIVE_SECONDS);
    System.setProperty("networkaddress.cache.ttl", SECONDS);
  }
}
