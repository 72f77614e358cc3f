package io.vectorcluster.indexnode.config;

/** A setting is wrong; the message names it, the problem and the remedy. */
public final class ConfigException extends Exception {
  public ConfigException(String message) {
    super(message);
  }
}
