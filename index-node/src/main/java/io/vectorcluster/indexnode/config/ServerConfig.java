package io.vectorcluster.indexnode.config;

/**
 * Addresses and threads.
 *
 * @param host address to listen at
 * @param managementPort {@code server.port}: health, stats, metrics; 0 takes a free one
 * @param dataPort {@code server.dataPort}: the data API; 0 takes a free one
 * @param internalPort {@code server.internalPort}: between nodes and operator; not opened by a
 *     standalone node; 0 takes a free one
 * @param threads that search
 */
public record ServerConfig(
    String host, int managementPort, int dataPort, int internalPort, int threads) {
  public static final String DEFAULT_HOST = "0.0.0.0";
  public static final int DEFAULT_MANAGEMENT_PORT = 8080;
  public static final int DEFAULT_DATA_PORT = 6333;
  public static final int DEFAULT_INTERNAL_PORT = 7433;
  public static final int MAX_THREADS = 1_024;
}
