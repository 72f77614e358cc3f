package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.operator.resources.ChildObject;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.Optional;

/** A step to take. Steps are taken in order, and the first that fails ends the pass. */
public sealed interface Action {

  /**
   * Applies an object with the operator as its field manager.
   *
   * @param why "missing", or the path of the field that differs
   */
  record Apply(ChildObject child, String why) implements Action {
    public static final String MISSING = "missing";

    public boolean creates() {
      return why.equals(MISSING);
    }
  }

  /**
   * Frees the way for an apply: items of a list that have a wanted item's name under another key.
   *
   * @param patch a JSON Patch (RFC 6902), void if the object has changed since
   */
  record ReturnStrays(ChildKey key, JsonNode patch) implements Action {}

  /**
   * Writes the VectorTopology, if it still is what was read (protocol T1).
   *
   * @param expected its resource version; empty: it must not exist
   * @param topology empty until every store has been seen once
   * @param members what it changes about members
   * @param accepted losses that a human has accepted, and that happen with it
   */
  record WriteRecord(
      Optional<String> expected,
      VectorTopologySpec memory,
      Optional<Topology> topology,
      RecordChange change,
      List<MemberChange> members,
      List<Approval> accepted)
      implements Action {}

  /** Gives a node the topology in force. */
  record PushTopology(String pod, Topology topology) implements Action {}

  /** Asks a node to adopt no topology below an epoch any more (protocol T1). */
  record AskPromise(String pod, long epoch) implements Action {}

  /**
   * Deletes an object, if it still is the one that was judged.
   *
   * @param why for the log
   */
  record Delete(ChildKey key, String uid, String resourceVersion, String why) implements Action {}

  /** Deletes a pod, so that its StatefulSet makes one from the present template. */
  record RestartPod(String pod, String uid, String why) implements Action {}
}
