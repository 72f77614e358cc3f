package io.vectorcluster.topology;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/**
 * SHA-256 of a canonical form, equal for equal content on every machine and in every release.
 *
 * @param hex 64 lower-case digits
 */
public record Fingerprint(String hex) {

  private static final int APPROVAL_DIGITS = 10;
  private static final int DIGITS = 64;

  public Fingerprint {
    if (hex.length() != DIGITS || !hex.chars().allMatch(Fingerprint::isDigit)) {
      throw new IllegalArgumentException(
          "fingerprint '" + hex + "' is not 64 lower-case hexadecimal digits");
    }
  }

  private static boolean isDigit(int character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
  }

  /** Of the bytes as they are. */
  public static Fingerprint of(byte[] canonical) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical);
      return new Fingerprint(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /**
   * Of a plan: the ids of the shards, in any order, and the assignment, nothing else (protocol T2).
   * A failover between the proposal of a plan and its approval leaves the plan's name as it is.
   */
  public static Fingerprint ofPlan(Collection<ShardId> shards, Assignment assignment) {
    return of(CanonicalForm.plan(shards, assignment));
  }

  /** The digits that stand behind the dash of an approval id. */
  public String abbreviated() {
    return hex.substring(0, APPROVAL_DIGITS);
  }

  @Override
  public String toString() {
    return hex;
  }
}
