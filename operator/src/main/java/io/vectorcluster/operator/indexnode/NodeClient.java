package io.vectorcluster.operator.indexnode;

import io.vectorcluster.operator.core.NodeAnswer;
import io.vectorcluster.operator.core.Sighting;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What the operator asks of index nodes. Every call is bounded in time. */
public interface NodeClient extends AutoCloseable {

  /**
   * The state of nodes, asked all at once.
   *
   * @param token of the cluster
   * @param limit how long an answer may take
   * @return an answer for each, by the name of the pod
   */
  Map<String, NodeAnswer> ask(Collection<NodeAddress> nodes, String token, Duration limit);

  /**
   * What nodes say of their shards' members, asked all at once, in less than a second and without
   * holding a thread.
   *
   * @return of those that answered, by the name of the pod
   */
  CompletionStage<Map<String, Sighting>> sight(Collection<NodeAddress> nodes, String token);

  /**
   * Gives nodes a topology, all at once: while some have it and others not, calls between them are
   * refused. A node that holds a newer one keeps it; that is seen when it is asked again.
   *
   * @return what became of it, for the log, by the name of the pod
   */
  Map<String, String> adopt(Map<NodeAddress, Topology> topologies, String token);

  /**
   * Asks a node to adopt nothing below an epoch any more. Whether it does is seen when it is asked
   * for its state again.
   *
   * @return what became of it, for the log
   */
  String promise(NodeAddress node, String token, long epoch);

  @Override
  void close();
}
