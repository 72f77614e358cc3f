package io.vectorcluster.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.operator.Yaml;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** At rest nothing differs; what the operator owns is put right; what others own stays. */
final class OwnedFieldsTest {
  private static final String WANTED =
      """
      metadata: {labels: {a: b}}
      spec:
        replicas: 1
        template:
          containers:
          - name: index-node
            env: [{name: A, value: "1"}]
            ports: [{containerPort: 80, protocol: TCP, name: data}]
            resources: {limits: {memory: 1Gi, cpu: "1"}}
        args: [x, y]
      """;

  private static Optional<String> difference(String wanted, String actual) {
    return OwnedFields.difference(Yaml.parse(wanted), Yaml.parse(actual), "vectorcluster-operator");
  }

  @Test
  void anEqualObjectDoesNotDiffer() {
    assertThat(difference(WANTED, WANTED)).isEmpty();
  }

  @Test
  void defaultsAndOtherWritersFieldsAreNoDifference() {
    assertThat(
            difference(
                WANTED,
                """
                metadata: {labels: {a: b, team: search}, uid: u}
                spec:
                  replicas: 1
                  revisionHistoryLimit: 10
                  template:
                    containers:
                    - {name: sidecar}
                    - name: index-node
                      env: [{name: B, value: "2"}, {name: A, value: "1"}]
                      ports: [{containerPort: 80, protocol: TCP, name: data}]
                      resources: {limits: {memory: 1Gi, cpu: "1"}}
                  args: [x, y]
                status: {}
                """))
        .isEmpty();
  }

  @Test
  void quantitiesAreComparedByAmount() {
    assertThat(
            difference(WANTED, WANTED.replace("1Gi", "1024Mi").replace("cpu: \"1\"", "cpu: 1000m")))
        .isEmpty();
    assertThat(difference(WANTED, WANTED.replace("1Gi", "2Gi")))
        .contains("/spec/template/containers/0/resources/limits/memory");
  }

  @Test
  void anEditedFieldDiffers() {
    assertThat(difference(WANTED, WANTED.replace("replicas: 1", "replicas: 5")))
        .contains("/spec/replicas");
    assertThat(difference(WANTED, WANTED.replace("value: \"1\"", "value: \"9\"")))
        .contains("/spec/template/containers/0/env/0/value");
  }

  @Test
  void aListOfOneOwnerMustBeTheSameList() {
    assertThat(difference(WANTED, WANTED.replace("[x, y]", "[x, y, z]"))).contains("/spec/args");
    assertThat(difference(WANTED, WANTED.replace("[x, y]", "[y, x]"))).contains("/spec/args/0");
  }

  @Test
  void aMissingItemDiffers() {
    assertThat(difference(WANTED, WANTED.replace("name: A", "name: Z")))
        .contains("/spec/template/containers/0/env/0/name");
  }

  @Test
  void aFieldTheOperatorStillOwnsButNoLongerWantsDiffers() {
    String owned =
        """
        metadata:
          ownerReferences: [{uid: u1}]
          managedFields:
          - manager: vectorcluster-operator
            operation: Apply
            fieldsV1:
              f:metadata:
                f:ownerReferences:
                  k:{"uid":"u1"}: {".": {}, f:name: {}}
        """;

    assertThat(difference("metadata: {}", owned)).contains("/metadata/ownerReferences");
    assertThat(difference("metadata: {ownerReferences: [{uid: u1, name: n}]}", owned))
        .contains("/metadata/ownerReferences/0/name");
    assertThat(difference("metadata: {}", owned.replace("vectorcluster-operator", "kubectl")))
        .isEmpty();
  }
}
