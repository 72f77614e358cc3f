package io.vectorcluster.indexnode.http.access;

import java.util.Optional;

/** The gate of the data API. Rules can be replaced while it is in use. Safe for many threads. */
public final class Access {
  private volatile AccessRules rules;

  public Access(AccessRules rules) {
    this.rules = rules;
  }

  public void adopt(AccessRules next) {
    rules = next;
  }

  /** Why the caller may not do what needs {@code needed}; empty if it may. */
  public Optional<String> refusal(Caller caller, Role needed) {
    return switch (rules) {
      case AccessRules.Open _ -> Optional.empty();
      case AccessRules.LocalOnly _ ->
          caller.local()
              ? Optional.empty()
              : Optional.of(
                  "Forbidden: no API key is configured, so only callers on this machine are"
                      + " answered. Put a key into a file <name>.<read|write|admin> of the folder"
                      + " access.keysDirectory (or VECTORCLUSTER_KEYS_DIR) and send it as api-key");
      case AccessRules.Keys keys -> refusal(keys, caller.key(), needed);
    };
  }

  private static Optional<String> refusal(
      AccessRules.Keys rules, Optional<String> presented, Role needed) {
    if (presented.isEmpty()) {
      return Optional.of(
          "Forbidden: Must provide an API key, in the header api-key or as Authorization: Bearer");
    }
    byte[] digest = ApiKey.digest(presented.get());
    boolean known = false;
    boolean covered = false;
    for (ApiKey key : rules.keys()) { // all of them: the time must not tell which one is right
      if (key.hasDigest(digest)) {
        known = true;
        covered = covered || key.role().covers(needed);
      }
    }
    if (!known) {
      return Optional.of("Forbidden: Invalid API key");
    }
    return covered
        ? Optional.empty()
        : Optional.of("Forbidden: this needs a key of role " + needed + " or higher");
  }
}
