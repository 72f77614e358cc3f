package io.vectorcluster.topology;

/**
 * A store that takes part in a shard, and where it answers.
 *
 * @param host name or address, without a port
 * @param internalPort TCP port of the internal calls
 */
public record Member(StoreId store, String host, int internalPort) {

  public Member {
    if (host.isEmpty() || host.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "member "
              + store
              + " has host '"
              + host
              + "': give the name under which its pod answers, without spaces");
    }
    if (internalPort < 1 || internalPort > 65_535) {
      throw new IllegalArgumentException(
          "member " + store + " has internal port " + internalPort + ", outside 1 to 65535");
    }
  }
}
