package io.vectorcluster.testbed.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the testbed writes into a kubeconfig, read back. It is no parser of YAML: each name stands
 * once and its value on the same line.
 */
record Kubeconfig(String text, URI server, String authority) {
  static Kubeconfig read(Path file) throws IOException {
    String text = Files.readString(file);
    byte[] authority = Base64.getDecoder().decode(value(text, "certificate-authority-data"));
    return new Kubeconfig(
        text, URI.create(value(text, "server")), new String(authority, StandardCharsets.US_ASCII));
  }

  /** The same with another address of the API server. */
  String at(URI address) {
    return text.replace(server.toString(), address.toString());
  }

  private static String value(String text, String name) {
    Matcher found = Pattern.compile("(?m)^\\s*" + name + ": (\\S+)$").matcher(text);
    if (!found.find()) {
      throw new IllegalArgumentException(
          "no '" + name + "' in the kubeconfig: the fault proxy stands before the testbed's own");
    }
    return found.group(1);
  }
}
