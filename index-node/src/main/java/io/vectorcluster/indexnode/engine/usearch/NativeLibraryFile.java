package io.vectorcluster.indexnode.engine.usearch;

import io.vectorcluster.indexnode.engine.EngineException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the native library is: it is never unpacked from a jar, so that a read-only root works. */
final class NativeLibraryFile {
  static final String PROPERTY = "vectorcluster.native.path";
  static final String VARIABLE = "VECTORCLUSTER_NATIVE_DIR";
  private static final String NAME = "libvectorcluster_usearch.so";

  private NativeLibraryFile() {}

  /**
   * The library that the system property (a file or a folder) or else the environment variable (a
   * folder) names, or else {@code native/<system>-<architecture>/} beside the program.
   *
   * @throws EngineException if there is none, with the places looked at and what to do
   */
  static Path find() {
    return find(candidates(System.getProperty(PROPERTY), System.getenv(VARIABLE)));
  }

  static Path find(List<Path> candidates) {
    return candidates.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new EngineException(
                    "native library %s: not found at %s; run 'make native', or set %s to its folder"
                        .formatted(NAME, candidates, VARIABLE)));
  }

  static List<Path> candidates(@Nullable String property, @Nullable String folder) {
    List<Path> candidates = new ArrayList<>();
    if (property != null && !property.isEmpty()) {
      Path named = Path.of(property);
      candidates.add(named.endsWith(NAME) ? named : named.resolve(NAME));
    }
    if (folder != null && !folder.isEmpty()) {
      candidates.add(Path.of(folder, NAME));
    }
    if (candidates.isEmpty()) {
      candidates.add(besideProgram().resolve("native").resolve(platform()).resolve(NAME));
    }
    return candidates;
  }

  /** The folder of the jar, or the one above the compiled classes. */
  private static Path besideProgram() {
    try {
      CodeSource source = NativeLibraryFile.class.getProtectionDomain().getCodeSource();
      Path parent = source == null ? null : Path.of(source.getLocation().toURI()).getParent();
      return parent == null ? Path.of("") : parent;
    } catch (URISyntaxException e) {
      throw new EngineException("the program's own place is not a file", e);
    }
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch");
    return system + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
  }
}
