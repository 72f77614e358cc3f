package io.vectorcluster.indexnode.engine.usearch;

import com.dynatrace.hash4j.hashing.HashValue128;
import io.vectorcluster.indexnode.engine.checkpoint.CheckpointFile;
import io.vectorcluster.topology.PointId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A graph of limited size with the points on its nodes.
 *
 * <p>Nodes are added by one background thread at a time, without a lock; rows and masks change
 * under the index's lock. Sealed, it gets no more of either, but its rows still die.
 */
final class Segment extends Shared {
  private final NativeGraph graph;
  private final int capacity;
  private final Rows rows = new Rows();
  private final LiveNodes liveNodes;
  // Null once sealed, or loaded from a file: then nothing is added any more.
  private @Nullable NodeOfVector nodeOfVector;
  private int nodes;
  private int auditedNodes;
  // Replaced by the thread that adds, read by whoever makes a view.
  private volatile int[] strays = {};
  private LiveNodes.@Nullable Mask mask;
  private Rows.@Nullable Cut cut;
  // Once it was written sealed; read and written by one checkpoint at a time.
  private @Nullable SavedGraph savedGraph;

  private Segment(NativeGraph graph, int capacity, int nodes, @Nullable NodeOfVector known) {
    this.graph = graph;
    this.capacity = capacity;
    this.liveNodes = new LiveNodes(capacity);
    this.nodes = nodes;
    this.nodeOfVector = known;
  }

  static Segment empty(GraphSettings settings) {
    return new Segment(NativeGraph.create(settings), settings.capacity(), 0, new NodeOfVector());
  }

  /** A sealed segment around a graph that was loaded; its rows are added before it is published. */
  static Segment loaded(NativeGraph graph, GraphSettings settings, SavedGraph file) {
    var segment = new Segment(graph, settings.capacity(), graph.size(), null);
    segment.savedGraph = file;
    segment.liveNodes.growTo(segment.nodes);
    segment.audit();
    return segment;
  }

  // For the thread that adds.

  /** Whether one more node, or that many more rows, have no place. */
  boolean full(int moreRows) {
    return nodes + 1 > capacity || rows.count() + moreRows > capacity;
  }

  boolean sealed() {
    return nodeOfVector == null;
  }

  /** The node of a vector: one that has it already, or a new one. */
  int nodeOf(float[] vector) {
    int node = nodeOr(NodeOfVector.hash(vector));
    if (node == nodes) {
      graph.add(node, vector);
      nodes++;
    }
    return node;
  }

  /** The same for a vector from another graph of the same settings. */
  int nodeOf(byte[] scalars) {
    int node = nodeOr(NodeOfVector.hash(scalars));
    if (node == nodes) {
      graph.add(node, scalars);
      nodes++;
    }
    return node;
  }

  private int nodeOr(HashValue128 hash) {
    if (nodeOfVector == null) {
      throw new AssertionError("a sealed segment gets no nodes");
    }
    return nodeOfVector.nodeOr(hash, nodes);
  }

  /**
   * Whether so many nodes were added since the last audit that another pays: it walks all links,
   * some 150 ns a node, so that one after each thousandth part more costs an insert as much again.
   *
   * @param idle no points are waiting, so that it holds nobody up
   */
  boolean auditDue(boolean idle) {
    return nodes - auditedNodes > (idle ? nodes / 1000 : 64 + nodes / 8);
  }

  /** Finds the nodes that a walk of the graph does not reach; searches compare with them singly. */
  void audit() {
    auditedNodes = nodes;
    strays = graph.unreached();
  }

  void seal() {
    nodeOfVector = null;
  }

  NativeGraph graph() {
    return graph;
  }

  // Under the index's lock.

  /** Adds a living row on a node. */
  int addRow(PointId id, long sequence, int node) {
    int row = rows.append(id, sequence, node);
    liveNodes.growTo(nodes);
    liveNodes.rowBorn(node);
    changed();
    return row;
  }

  void killRow(int row, long tick) {
    rows.kill(row, tick);
    liveNodes.rowDied(rows.node(row));
    changed();
  }

  private void changed() {
    cut = null;
    if (mask != null) {
      mask.release();
      mask = null;
    }
  }

  /** The segment as it is now, with the mask retained for the caller. */
  SegmentView view() {
    if (cut == null) {
      cut = rows.cut();
    }
    boolean allLive = liveNodes.live() == liveNodes.nodes();
    if (mask == null && !allLive) {
      mask = liveNodes.mask();
    }
    if (mask != null) {
      mask.retain();
    }
    retain();
    return new SegmentView(this, cut, mask, liveNodes.nodes(), liveNodes.live(), strays);
  }

  int liveRows() {
    return rows.count() - rows.dead();
  }

  int deadRows() {
    return rows.dead();
  }

  /** What part of the graph or of the rows serves nobody. */
  double deadShare() {
    int known = liveNodes.nodes();
    double deadNodes = known == 0 ? 0 : 1 - (double) liveNodes.live() / known;
    double deadRows = rows.count() == 0 ? 0 : (double) rows.dead() / rows.count();
    return Math.max(deadNodes, deadRows);
  }

  int liveNodes() {
    return liveNodes.live();
  }

  int capacity() {
    return capacity;
  }

  @Nullable SavedGraph savedGraph() {
    return savedGraph;
  }

  void savedGraph(SavedGraph saved) {
    savedGraph = saved;
  }

  /** Where a graph that no longer changes was written: the next checkpoints name the same file. */
  record SavedGraph(Path path, CheckpointFile file) {}

  /** The last mask goes first: its memory belongs to this segment. */
  @Override
  protected void free() {
    changed();
    liveNodes.close();
    graph.close();
  }
}
