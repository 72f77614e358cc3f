package io.vectorcluster.operator.resources;

/** A child within its cluster's namespace. */
public record ChildKey(String kind, String name) implements Comparable<ChildKey> {

  @Override
  public int compareTo(ChildKey other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }

  /** As in kubectl. */
  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
