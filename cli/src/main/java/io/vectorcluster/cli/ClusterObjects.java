package io.vectorcluster.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * The objects of one cluster, as kubectl prints them: YAML, of which JSON is a part.
 *
 * @param cluster a VectorCluster
 * @param topology a VectorTopology; one of the two is there, and both are of one cluster
 */
record ClusterObjects(Optional<JsonNode> cluster, Optional<JsonNode> topology) {
  /** Far above what the API keeps of two objects. */
  static final int MOST_BYTES = 64 << 20;

  private static final String API = "vectorcluster.io/v1alpha1";
  private static final String CLUSTER = "VectorCluster";
  private static final String TOPOLOGY = "VectorTopology";
  private static final int MOST_NAMED = 3;

  private static final String REMEDY =
      "give what 'kubectl get vectorcluster/NAME vectortopology/NAME -o yaml' prints";

  private static final ObjectMapper MAPPER = new ObjectMapper(yaml());

  private static YAMLFactory yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_BYTES);
    return YAMLFactory.builder().loaderOptions(options).build();
  }

  static ClusterObjects parse(String text) throws InputException {
    List<JsonNode> objects = objects(text);
    Optional<JsonNode> cluster = only(CLUSTER, objects);
    Optional<JsonNode> topology = only(TOPOLOGY, objects);
    if (cluster.isEmpty() && topology.isEmpty()) {
      throw new InputException(
          "kind is %s: neither %s nor %s of %s; %s"
              .formatted(kinds(objects), CLUSTER, TOPOLOGY, API, REMEDY));
    }
    if (cluster.isPresent()
        && topology.isPresent()
        && !name(cluster.get()).equals(name(topology.get()))) {
      throw new InputException(
          "metadata.name is %s of the %s and %s of the %s: these are two clusters; %s"
              .formatted(name(cluster.get()), CLUSTER, name(topology.get()), TOPOLOGY, REMEDY));
    }
    return new ClusterObjects(cluster, topology);
  }

  /** The namespace, if it is known, and the name. */
  String name() {
    return name(cluster.or(() -> topology).orElseThrow());
  }

  static String name(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    String name = metadata.path("name").asText();
    return metadata.hasNonNull("namespace")
        ? metadata.path("namespace").asText() + "/" + name
        : name;
  }

  private static List<JsonNode> objects(String text) throws InputException {
    try (MappingIterator<JsonNode> documents = MAPPER.readerFor(JsonNode.class).readValues(text)) {
      List<JsonNode> objects = new ArrayList<>();
      for (JsonNode document : documents.readAll()) {
        if (document.path("items").isArray()) {
          document.path("items").forEach(objects::add);
        } else {
          objects.add(document);
        }
      }
      return objects;
    } catch (JsonProcessingException e) {
      throw new InputException("is neither YAML nor JSON (%s); %s".formatted(where(e), REMEDY));
    } catch (IOException e) {
      throw new AssertionError("a text is read without input or output", e);
    }
  }

  private static String where(JsonProcessingException wrong) {
    String what = wrong.getOriginalMessage().lines().findFirst().orElse("").strip();
    JsonLocation at = wrong.getLocation();
    return at == null
        ? what
        : "line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), what);
  }

  private static Optional<JsonNode> only(String kind, List<JsonNode> objects)
      throws InputException {
    List<JsonNode> found =
        objects.stream()
            .filter(object -> object.path("kind").asText().equals(kind))
            .filter(object -> object.path("apiVersion").asText().equals(API))
            .toList();
    if (found.size() > 1) {
      throw new InputException(
          "kind %s is there %d times (%s): a plan is of one cluster; %s"
              .formatted(
                  kind,
                  found.size(),
                  some(found.stream().map(ClusterObjects::name).toList()),
                  REMEDY));
    }
    return found.stream().findFirst();
  }

  private static String kinds(List<JsonNode> objects) {
    List<String> kinds =
        objects.stream()
            .map(
                object ->
                    "%s %s"
                        .formatted(object.path("apiVersion").asText(), object.path("kind").asText())
                        .strip())
            .filter(kind -> !kind.isEmpty())
            .distinct()
            .toList();
    return kinds.isEmpty() ? "missing" : some(kinds);
  }

  private static String some(List<String> all) {
    String first = all.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return all.size() > MOST_NAMED ? first + " and others" : first;
  }
}
