package io.vectorcluster.indexnode.engine.usearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectorcluster.indexnode.engine.EngineException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NativeLibraryFileTest {
  private static final String NAME = "libvectorcluster_usearch.so";

  @Test
  void propertyGoesBeforeVariableAndNamesAFileOrAFolder() {
    assertThat(NativeLibraryFile.candidates("/a", "/b"))
        .containsExactly(Path.of("/a", NAME), Path.of("/b", NAME));
    assertThat(NativeLibraryFile.candidates("/a/" + NAME, null))
        .containsExactly(Path.of("/a", NAME));
  }

  @Test
  void withoutEitherItIsBesideTheProgram() {
    List<Path> candidates = NativeLibraryFile.candidates(null, "");

    assertThat(candidates).hasSize(1);
    assertThat(candidates.getFirst().toString()).contains("/native/linux-").endsWith(NAME);
  }

  @Test
  void missingLibrarySaysWhereItWasSoughtAndWhatToDo() {
    assertThatThrownBy(() -> NativeLibraryFile.find(List.of(Path.of("/nowhere", NAME))))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("/nowhere/" + NAME)
        .hasMessageContaining("make native")
        .hasMessageContaining("VECTORCLUSTER_NATIVE_DIR");
  }
}
