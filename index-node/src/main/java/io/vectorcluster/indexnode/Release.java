package io.vectorcluster.indexnode;

import picocli.CommandLine.IVersionProvider;

/** The release of this software, as its jar states it. */
final class Release implements IVersionProvider {
  private static final String UNPACKAGED = "0.0.0-development";

  static String version() {
    String stated = Release.class.getPackage().getImplementationVersion();
    return stated == null ? UNPACKAGED : stated;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"index-node " + version()};
  }
}
