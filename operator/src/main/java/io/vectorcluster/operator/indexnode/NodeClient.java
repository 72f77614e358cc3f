package io.vectorcluster.operator.indexnode;

import io.vectorcluster.operator.core.NodeAnswer;
import io.vectorcluster.topology.Topology;
import java.util.Collection;
import java.util.Map;

/** What the operator asks of index nodes. Every call is bounded in time. */
public interface NodeClient extends AutoCloseable {

  /**
   * The state of nodes, asked all at once.
   *
   * @param token of the cluster
   * @return an answer for each, by the name of the pod
   */
  Map<String, NodeAnswer> ask(Collection<NodeAddress> nodes, String token);

  /**
   * Gives a node a topology. A node that holds another one keeps it; that is seen when it is asked
   * again.
   *
   * @return what became of it, for the log
   */
  String adopt(NodeAddress node, String token, Topology topology);

  @Override
  void close();
}
