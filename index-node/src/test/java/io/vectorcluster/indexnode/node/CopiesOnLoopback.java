package io.vectorcluster.indexnode.node;

import io.vectorcluster.topology.ReplicationMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of shard 0 on nodes of this process, all in sync, with an operator that looks after them.
 *
 * @param nodes as they were named; the first is the first primary
 */
record CopiesOnLoopback(NodesOnLoopback cluster, OperatorOnLoopback operator, List<Node> nodes)
    implements AutoCloseable {

  static CopiesOnLoopback start(Path folder, String... names)
      throws IOException, NodeStartException {
    return start(folder, ReplicationMode.DEFAULT, names);
  }

  static CopiesOnLoopback start(Path folder, ReplicationMode mode, String... names)
      throws IOException, NodeStartException {
    NodesOnLoopback cluster = new NodesOnLoopback(folder);
    CopiesOnLoopback copies =
        new CopiesOnLoopback(cluster, new OperatorOnLoopback(cluster, mode), new ArrayList<>());
    try {
      for (String name : names) {
        copies.nodes.add(cluster.start(0, name, 0));
      }
      copies.operator.publishFirst(copies.nodes);
      copies.operator.awaitInSync(names.length);
      return copies;
    } catch (NodeStartException | RuntimeException | Error e) {
      copies.close();
      throw e;
    }
  }

  @Override
  public void close() {
    operator.close();
    cluster.close();
  }
}
