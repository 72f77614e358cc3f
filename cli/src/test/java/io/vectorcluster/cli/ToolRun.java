package io.vectorcluster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What the tool answered. */
record ToolRun(int exitCode, String output, String errors) {

  static ToolRun of(String input, String... arguments) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    CommandLine line =
        Main.commandLine(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    line.setOut(new PrintWriter(output)).setErr(new PrintWriter(errors));
    return new ToolRun(line.execute(arguments), output.toString(), errors.toString());
  }

  /** {@code simulate} of what stands on the standard input. */
  static ToolRun simulate(String input, int shards, String... more) {
    Stream<String> first =
        Stream.of("simulate", "--from", "-", "--shards", Integer.toString(shards));
    return of(input, Stream.concat(first, Arrays.stream(more)).toArray(String[]::new));
  }

  static JsonNode json(String input, int shards) {
    ToolRun run = simulate(input, shards, "-o", "json");
    if (run.exitCode() != 0) {
      throw new AssertionError("exit code " + run.exitCode() + ": " + run.errors());
    }
    try {
      return new ObjectMapper().readTree(run.output());
    } catch (IOException e) {
      throw new UncheckedIOException("is no JSON: " + run.output(), e);
    }
  }

  List<String> lines() {
    return output.lines().toList();
  }
}
