package io.vectorcluster.operator.resources;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The Secrets of a cluster. */
public final class Secrets {
  public static final String TOKEN = "token";
  public static final String API_KEY = "api-key";

  private Secrets() {}

  static Secret internal(Blueprint blueprint) {
    String token = blueprint.credentials().internalToken();
    return secret(
        blueprint,
        Names.internalSecret(blueprint.cluster().name()),
        "Opaque",
        Map.of(TOKEN, token));
  }

  static Secret access(Blueprint blueprint) {
    String key = blueprint.credentials().adminKey();
    return secret(
        blueprint, Names.accessSecret(blueprint.cluster().name()), "Opaque", Map.of(API_KEY, key));
  }

  /** The Service Binding duck type, and the variables clients read, for envFrom. */
  static Secret app(Blueprint blueprint) {
    String host = Names.clientHost(blueprint.cluster());
    String url = "http://" + host + ":" + Names.DATA_PORT;
    String key = blueprint.credentials().writeKey();
    return secret(
        blueprint,
        Names.appSecret(blueprint.cluster().name()),
        "servicebinding.io/qdrant",
        Map.of(
            "type",
            "qdrant",
            "host",
            host,
            "port",
            Integer.toString(Names.DATA_PORT),
            "uri",
            url,
            API_KEY,
            key,
            "QDRANT_URL",
            url,
            "QDRANT_API_KEY",
            key));
  }

  private static Secret secret(
      Blueprint blueprint, String name, String type, Map<String, String> values) {
    SortedMap<String, String> data = new TreeMap<>();
    values.forEach(
        (key, value) ->
            data.put(
                key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    return new SecretBuilder()
        .withMetadata(
            Children.metadata(blueprint.cluster(), name, Labels.child(blueprint.cluster().name())))
        .withType(type)
        .withData(data)
        .build();
  }
}
