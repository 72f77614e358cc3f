package io.vectorcluster.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.Yaml;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a hand has moved to another port goes back; everything else is left to the apply. */
final class StrayItemsTest {
  private static final String SERVICE =
      """
      metadata: {name: demo}
      spec:
        ports:
        - {name: data, port: 6333, protocol: TCP, targetPort: data}
        - {name: management, port: 8080, protocol: TCP, targetPort: management}
      """;
  private static final String SET =
      """
      metadata: {name: demo}
      spec:
        template:
          containers:
          - name: index-node
            ports: [{name: data, containerPort: 6333, protocol: TCP}]
            volumeMounts: [{name: data, mountPath: /data}]
      """;
  private static final String VERSION =
      "{\"op\":\"replace\",\"path\":\"/metadata/resourceVersion\",\"value\":\"7\"}";

  private static Optional<String> patch(String wanted, String actual) {
    String stored = actual.replace("{name: demo}", "{name: demo, resourceVersion: '7'}");
    return StrayItems.patch(Yaml.parse(wanted), Yaml.parse(stored)).map(JsonNode::toString);
  }

  @Test
  void whatAnApplyCanRevertNeedsNoPatch() {
    assertThat(patch(SERVICE, SERVICE)).isEmpty();
    assertThat(patch(SERVICE, SERVICE.replace("targetPort: data", "targetPort: 9999"))).isEmpty();
    assertThat(patch(SERVICE, SERVICE.replace("name: data", "name: other"))).isEmpty();
    assertThat(patch(SET, SET.replace("/data}", "/data}, {name: data, mountPath: /more}")))
        .isEmpty();
  }

  @Test
  void aChangedNumberIsGivenBack() {
    assertThat(patch(SERVICE, SERVICE.replace("port: 8080", "port: 7000")))
        .contains(
            "[%s,{\"op\":\"add\",\"path\":\"/spec/ports/1/port\",\"value\":8080}]"
                .formatted(VERSION));
    assertThat(patch(SET, SET.replace("containerPort: 6333", "containerPort: 7000")))
        .contains(
            "[%s,{\"op\":\"add\",\"path\":\"%s\",\"value\":6333}]"
                .formatted(VERSION, "/spec/template/containers/0/ports/0/containerPort"));
  }

  @Test
  void aChangedProtocolIsGivenBack() {
    assertThat(patch(SERVICE, SERVICE.replace("6333, protocol: TCP", "6333, protocol: UDP")))
        .contains(
            "[%s,{\"op\":\"add\",\"path\":\"/spec/ports/0/protocol\",\"value\":\"TCP\"}]"
                .formatted(VERSION));
  }

  @Test
  void aPortThatTookANameGoes() {
    String renamed =
        SERVICE.replace("name: data,", "name: other,") + "  - {name: data, port: 7000}\n";

    assertThat(patch(SERVICE, renamed))
        .contains("[%s,{\"op\":\"remove\",\"path\":\"/spec/ports/2\"}]".formatted(VERSION));
  }
}
