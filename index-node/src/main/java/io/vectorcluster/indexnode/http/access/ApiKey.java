package io.vectorcluster.indexnode.http.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A key that callers may present: its digest, never itself. */
public final class ApiKey {
  private final String name;
  private final Role role;
  private final byte[] sha256;

  private ApiKey(String name, Role role, byte[] sha256) {
    this.name = name;
    this.role = role;
    this.sha256 = sha256;
  }

  /**
   * Keeps the digest of a secret.
   *
   * @param name for people, may be logged
   */
  public static ApiKey of(String name, Role role, String secret) {
    return new ApiKey(name, role, digest(secret));
  }

  public String name() {
    return name;
  }

  public Role role() {
    return role;
  }

  /** Takes the same time whether the digests differ in the first byte or nowhere. */
  boolean hasDigest(byte[] digest) {
    return MessageDigest.isEqual(sha256, digest);
  }

  static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ApiKey key
        && name.equals(key.name)
        && role == key.role
        && MessageDigest.isEqual(sha256, key.sha256);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sha256);
  }

  @Override
  public String toString() {
    return "ApiKey[" + name + ", " + role + "]";
  }
}
