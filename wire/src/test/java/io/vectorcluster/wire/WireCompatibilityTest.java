package io.vectorcluster.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.vectorcluster.wire.v1.CatalogProto;
import io.vectorcluster.wire.v1.NodeAdminProto;
import io.vectorcluster.wire.v1.ReplicationProto;
import io.vectorcluster.wire.v1.ShardDataProto;
import io.vectorcluster.wire.v1.TopologyProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every field, constant and call that was ever given out keeps its number and type, so that two
 * releases understand each other during a rollout and a record on disk stays readable.
 *
 * <p>The golden file has one line for each. A removed field stays in it and must be {@code
 * reserved} in its message; a new one is added by hand, which makes the change visible in review.
 */
final class WireCompatibilityTest {
  private static final List<FileDescriptor> FILES =
      List.of(
          TopologyProto.getDescriptor(),
          NodeAdminProto.getDescriptor(),
          ShardDataProto.getDescriptor(),
          CatalogProto.getDescriptor(),
          ReplicationProto.getDescriptor());
  private static final String GOLDEN = "/wire/v1.golden";

  @Test
  void nothingGivenOutHasChanged() throws IOException {
    Set<String> present = present();

    List<String> changed =
        golden().stream().filter(line -> !present.contains(line) && !reserved(line)).toList();

    assertThat(changed)
        .as("changed or removed: use a new field number and reserve the old one")
        .isEmpty();
  }

  @Test
  void everythingNewStandsInTheGoldenFile() throws IOException {
    Set<String> known = golden();

    assertThat(present().stream().filter(line -> !known.contains(line)).toList())
        .as("new in the schemas: add these lines to %s", GOLDEN)
        .isEmpty();
  }

  @Test
  void theGoldenFileUsesEachNumberOnce() throws IOException {
    List<String> places =
        golden().stream().map(line -> line.substring(0, line.indexOf(" "))).toList();

    assertThat(places).doesNotHaveDuplicates();
  }

  private static Set<String> present() {
    Set<String> lines = new TreeSet<>();
    for (FileDescriptor file : FILES) {
      file.getMessageTypes().forEach(message -> message(message, lines));
      file.getEnumTypes().forEach(type -> constants(type, lines));
      file.getServices().forEach(service -> calls(service, lines));
    }
    return lines;
  }

  private static void message(Descriptor message, Set<String> lines) {
    for (FieldDescriptor field : message.getFields()) {
      String of =
          switch (field.getJavaType()) {
            case MESSAGE -> " " + field.getMessageType().getName();
            case ENUM -> " " + field.getEnumType().getName();
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING -> "";
          };
      lines.add(
          "%s#%d %s %s%s%s%s"
              .formatted(
                  message.getName(),
                  field.getNumber(),
                  field.getName(),
                  field.isRepeated() ? "repeated " : field.hasPresence() ? "optional " : "",
                  field.getType().name().toLowerCase(java.util.Locale.ROOT),
                  of,
                  oneof(field)));
    }
  }

  private static String oneof(FieldDescriptor field) {
    return field.getRealContainingOneof() == null
        ? ""
        : " in " + field.getRealContainingOneof().getName();
  }

  private static void constants(EnumDescriptor type, Set<String> lines) {
    type.getValues()
        .forEach(
            value ->
                lines.add(
                    "%s#%d %s".formatted(type.getName(), value.getNumber(), value.getName())));
  }

  private static void calls(ServiceDescriptor service, Set<String> lines) {
    for (MethodDescriptor method : service.getMethods()) {
      lines.add(
          "%s/%s (%s) returns (%s)"
              .formatted(
                  service.getFullName(),
                  method.getName(),
                  method.getInputType().getName(),
                  method.getOutputType().getName()));
    }
  }

  /** Whether a message says that the number of a golden line is no longer to be used. */
  private static boolean reserved(String line) {
    int hash = line.indexOf('#');
    if (hash < 0) {
      return false;
    }
    int number = Integer.parseInt(line.substring(hash + 1, line.indexOf(' ')));
    return FILES.stream()
        .map(file -> file.findMessageTypeByName(line.substring(0, hash)))
        .filter(Objects::nonNull)
        .anyMatch(message -> message.isReservedNumber(number));
  }

  private static Set<String> golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(WireCompatibilityTest.class.getResourceAsStream(GOLDEN), GOLDEN)) {
      return new TreeSet<>(
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("//"))
              .toList());
    }
  }
}
