package io.vectorcluster.operator.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.vectorcluster.operator.resources.Credentials;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.operator.resources.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys and tokens last seen, so that a Secret someone deletes comes back with what clients and
 * nodes hold. Only a kindness: an operator that has not seen them draws new ones.
 */
final class CredentialMemory {
  private static final int MOST = 10_000;

  private final Entropy entropy = new Entropy();
  private final Map<String, Credentials> clusters =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Credentials> eldest) {
          return size() > MOST;
        }
      };

  /**
   * What missing Secrets are filled with.
   *
   * @param uid of the cluster
   * @param secrets those that exist, by name
   */
  synchronized Credentials of(String uid, String cluster, Map<String, Secret> secrets) {
    @Nullable Credentials known = clusters.get(uid);
    Credentials before = known == null ? entropy.draw() : known;
    Credentials now =
        new Credentials(
            value(secrets, Names.internalSecret(cluster), Secrets.TOKEN)
                .orElse(before.internalToken()),
            value(secrets, Names.accessSecret(cluster), Secrets.API_KEY).orElse(before.adminKey()),
            value(secrets, Names.appSecret(cluster), Secrets.API_KEY).orElse(before.writeKey()));
    clusters.put(uid, now);
    return now;
  }

  /** A value that can be used; empty if it is missing or spoilt. */
  static Optional<String> value(Map<String, Secret> secrets, String name, String key) {
    @Nullable Secret secret = secrets.get(name);
    if (secret == null || secret.getData() == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(secret.getData().get(key))
        .flatMap(CredentialMemory::decode)
        .filter(Credentials::isUsable);
  }

  private static Optional<String> decode(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
