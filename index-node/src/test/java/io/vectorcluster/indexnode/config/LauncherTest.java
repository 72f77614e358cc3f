package io.vectorcluster.indexnode.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bin/index-node}, with a Java that only tells how it was called. */
final class LauncherTest {
  private static final String LIBRARY =
      System.getProperty("os.arch").equals("aarch64")
          ? "librocksdbjni-linux-aarch64.so"
          : "librocksdbjni-linux64.so";

  @TempDir Path folder;
  private Path base;

  private record Run(int exitCode, List<String> lines, long pid) {}

  @BeforeEach
  void copyLauncher() throws IOException {
    base = folder.resolve("node");
    Files.createDirectories(base.resolve("bin"));
    Files.copy(Path.of("bin/index-node"), base.resolve("bin/index-node"));
    script(base.resolve("bin/index-node"), Files.readString(Path.of("bin/index-node")));
  }

  private Path java(String name, String version) throws IOException {
    Path home = folder.resolve("jdks").resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(
        home.resolve("bin/java"),
        """
        #!/usr/bin/env bash
        set -euo pipefail
        echo "home %s"
        echo "pid $$"
        echo "shared ${ROCKSDB_SHAREDLIB_DIR:-}"
        printf '%%s\\n' "$@"
        exit 7
        """
            .formatted(name));
    forward(home.resolve("bin/jar"), Path.of(System.getProperty("java.home"), "bin", "jar"));
    return home;
  }

  private static void forward(Path file, Path to) throws IOException {
    script(file, "#!/bin/sh\nexec " + to + " \"$@\"\n");
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Run run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of(base.resolve("bin/index-node").toString()), Arrays.stream(arguments))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("JAVA_OPTS");
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", "/usr/bin:/bin",
                "VECTORCLUSTER_JAVA_FOLDERS", folder.resolve("jdks").toString(),
                "VECTORCLUSTER_CACHE_DIR", folder.resolve("cache").toString()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), output.lines().toList(), process.pid());
  }

  private void image() throws IOException {
    Files.createDirectories(base.resolve("lib"));
    for (String jar : List.of("b.jar", "a.jar")) {
      Files.createFile(base.resolve("lib").resolve(jar));
    }
  }

  @Test
  void aCacheOfTheImageIsUsed() throws Exception {
    image();
    java("jdk-25", "25.0.1");
    Path cache = base.resolve("lib/index-node.aot");
    assertThat(run(Map.of(), "serve").lines()).noneMatch(line -> line.contains("AOT"));

    Files.writeString(cache, "what was learned");

    assertThat(run(Map.of(), "serve").lines()).contains("-XX:AOTCache=" + cache);
  }

  @Test
  void javaTakesThePlaceOfTheScriptWithArgumentsAndFlags() throws Exception {
    image();
    java("jdk-25", "25.0.1");

    Run run = run(Map.of("JAVA_OPTS", "-Da=b -Dc=d"), "serve", "--port", "0");

    assertThat(run.exitCode()).as("the exit code is Java's").isEqualTo(7);
    assertThat(run.lines())
        .contains(
            "pid " + run.pid(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+ExitOnOutOfMemoryError",
            "-Da=b",
            "-Dc=d",
            base.resolve("lib/a.jar") + ":" + base.resolve("lib/b.jar"))
        .endsWith("io.vectorcluster.indexnode.Main", "serve", "--port", "0");
    String heap = run.lines().stream().filter(l -> l.startsWith("-Xmx")).findFirst().orElse("");
    assertThat(Integer.parseInt(heap.substring(4, heap.length() - 1))).isGreaterThanOrEqualTo(256);
  }

  @Test
  void javaThatIsTooOldIsPassedOver() throws Exception {
    image();
    Path old = java("a-17", "17.0.9");
    java("b-25", "25");

    Run run = run(Map.of("JAVA_HOME", old.toString()), "serve");

    assertThat(run.lines()).contains("home b-25");
  }

  @Test
  void javaHomeGoesBeforeWhatIsFound() throws Exception {
    image();
    java("a-25", "25");
    Path chosen = java("b-26", "26-ea");

    assertThat(run(Map.of("JAVA_HOME", chosen.toString())).lines()).contains("home b-26");
  }

  @Test
  void withoutJavaItSaysWhatToInstall() throws Exception {
    image();
    java("a-21", "21.0.2");
    Path none = Files.createDirectory(folder.resolve("bin-without-java"));
    for (String tool : List.of("bash", "dirname", "readlink", "sed", "uname", "basename")) {
      Path real = Path.of("/usr/bin", tool);
      forward(none.resolve(tool), Files.exists(real) ? real : Path.of("/bin", tool));
    }

    Run run = run(Map.of("PATH", none.toString()), "serve");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(String.join("\n", run.lines()))
        .contains("index-node: needs Java 25 or newer", "Install a JDK 25", "JAVA_HOME");
  }

  @Test
  void treeThatIsNotBuiltSaysSo() throws Exception {
    java("jdk-25", "25");

    Run run = run(Map.of(), "serve");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(String.join("\n", run.lines())).contains("is not built: run 'make build' first");
  }

  @Test
  void nativeLibraryIsUnpackedOnce() throws Exception {
    // Given
    image();
    java("jdk-25", "25");
    Path jar = base.resolve("lib/rocksdbjni-1.2.3.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(LIBRARY));
      out.write(new byte[] {1, 2, 3});
      out.closeEntry();
    }
    Path unpacked = folder.resolve("cache/rocksdbjni-1.2.3");

    // When
    Run first = run(Map.of(), "serve");
    Files.writeString(unpacked.resolve(LIBRARY), "as it was");
    Run second = run(Map.of(), "serve");

    // Then
    assertThat(first.lines()).contains("-Djava.library.path=" + unpacked, "shared ");
    assertThat(second.lines()).contains("-Djava.library.path=" + unpacked);
    assertThat(unpacked.resolve(LIBRARY)).hasContent("as it was");
    try (Stream<Path> files = Files.list(unpacked)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void libraryOfTheImageIsTakenFromWhereItLies() throws Exception {
    image();
    java("jdk-25", "25");
    Path shipped = Files.createDirectories(base.resolve("lib/native"));
    Files.writeString(shipped.resolve(LIBRARY), "library");

    assertThat(run(Map.of(), "serve").lines()).contains("-Djava.library.path=" + shipped);
    assertThat(folder.resolve("cache")).doesNotExist();
  }
}
