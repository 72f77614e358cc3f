package io.vectorcluster.operator.kubernetes;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.vectorcluster.operator.api.v1alpha1.VectorCluster;
import io.vectorcluster.operator.api.v1alpha1.VectorTopology;
import io.vectorcluster.operator.core.Action;
import io.vectorcluster.operator.core.Blocker;
import io.vectorcluster.operator.core.BlockerId;
import io.vectorcluster.operator.core.Operation;
import io.vectorcluster.operator.core.RecordCodec;
import io.vectorcluster.operator.indexnode.NodeAddress;
import io.vectorcluster.operator.indexnode.NodeClient;
import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.operator.resources.ChildObject;
import io.vectorcluster.operator.resources.Children;
import io.vectorcluster.topology.Topology;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the planned steps, in order, and stops at the first that fails. */
final class ActionExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(ActionExecutor.class);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final int MAX_MESSAGE = 300;

  private final NodeClient nodes;

  ActionExecutor(NodeClient nodes) {
    this.nodes = nodes;
  }

  Performed perform(List<Action> actions, Pass pass) {
    List<Action> taken = new ArrayList<>();
    for (int next = 0; next < actions.size(); next = taken.size()) {
      List<Action> rest = actions.subList(next, actions.size());
      Action action = rest.getFirst();
      try {
        if (action instanceof Action.PushTopology) {
          taken.addAll(pushAll(rest, pass));
        } else {
          perform(action, pass);
          taken.add(action);
        }
      } catch (NameTakenException e) {
        return new Performed(taken, Optional.of(refused(action, e.getMessage())), false);
      } catch (KubernetesClientException e) {
        if (isOvertaken(action, e)) {
          LOG.info("overtaken by another writer: {}", describe(action));
          return new Performed(taken, Optional.empty(), true);
        }
        if (e.getCode() < HttpURLConnection.HTTP_BAD_REQUEST
            || e.getCode() >= SERVER_ERROR
            || e.getCode() == TOO_MANY_REQUESTS) {
          throw e;
        }
        return new Performed(taken, Optional.of(refused(action, message(e))), false);
      }
    }
    return new Performed(taken, Optional.empty(), false);
  }

  private void perform(Action action, Pass pass) {
    switch (action) {
      case Action.Apply apply -> apply(apply, pass);
      case Action.ReturnStrays strays -> returnStrays(strays, pass);
      case Action.WriteRecord write -> write(write, pass.context());
      case Action.PushTopology push -> pushAll(List.of(push), pass);
      case Action.AskPromise ask -> ask(ask, pass);
      case Action.Delete delete ->
          delete(pass, delete.key(), delete.uid(), Optional.of(delete.resourceVersion()));
      case Action.RestartPod restart ->
          delete(pass, new ChildKey("Pod", restart.pod()), restart.uid(), Optional.empty());
    }
  }

  private static void apply(Action.Apply apply, Pass pass) {
    ChildObject child = apply.child();
    HasMetadata typed = Trees.typed(child);
    if (apply.creates()) {
      refuseForeign(child, pass);
    }
    pass.context().resourceOperations().serverSideApply(typed);
  }

  private static void returnStrays(Action.ReturnStrays strays, Pass pass) {
    pass.context()
        .getClient()
        .resources(Trees.type(strays.key()))
        .inNamespace(pass.namespace())
        .withName(strays.key().name())
        .patch(PatchContext.of(PatchType.JSON), strays.patch().toString());
  }

  /** Whoever has an object of this name keeps it: applying would take it over. */
  private static void refuseForeign(ChildObject child, Pass pass) {
    @Nullable HasMetadata there =
        pass.context()
            .getClient()
            .resources(Trees.type(child.key()))
            .inNamespace(pass.namespace())
            .withName(child.key().name())
            .get();
    if (there != null && there.getOwnerReferenceFor(pass.cluster()).isEmpty()) {
      throw new NameTakenException(
          child.key() + " exists and belongs to someone else; rename it, or this cluster");
    }
  }

  private static void write(Action.WriteRecord write, Context<VectorCluster> context) {
    VectorCluster cluster = context.getPrimaryResource();
    VectorTopology record = new VectorTopology();
    record.setMetadata(
        new ObjectMetaBuilder()
            .withName(cluster.getMetadata().getName())
            .withNamespace(cluster.getMetadata().getNamespace())
            .withOwnerReferences(Children.owner(ClusterReading.identity(cluster)))
            .build());
    record.setSpec(write.memory());
    record.setRecord(write.topology().map(RecordCodec::encode).orElse(null));
    if (write.expected().isPresent()) {
      record.getMetadata().setResourceVersion(write.expected().get());
      context.resourceOperations().update(record);
    } else {
      context.resourceOperations().create(record);
    }
    LOG.info(
        "record written: {} epoch {}",
        write.change(),
        write.topology().map(topology -> topology.epoch()).orElse(0L));
  }

  /**
   * Those that come first, all at once. A node that does not take it is seen again, and asked
   * again.
   */
  private List<Action.PushTopology> pushAll(List<Action> actions, Pass pass) {
    List<Action.PushTopology> pushes =
        actions.stream()
            .takeWhile(Action.PushTopology.class::isInstance)
            .map(Action.PushTopology.class::cast)
            .toList();
    Map<NodeAddress, Topology> topologies = new LinkedHashMap<>();
    for (Action.PushTopology push : pushes) {
      pass.addresses().stream()
          .filter(address -> address.pod().equals(push.pod()))
          .findFirst()
          .ifPresent(address -> topologies.put(address, push.topology()));
    }
    Map<String, String> results =
        pass.token().map(token -> nodes.adopt(topologies, token)).orElseGet(Map::of);
    for (Action.PushTopology push : pushes) {
      LOG.info(
          "topology epoch {} to {}: {}",
          push.topology().epoch(),
          push.pod(),
          results.getOrDefault(push.pod(), "no address"));
    }
    return pushes;
  }

  private void ask(Action.AskPromise ask, Pass pass) {
    String result = call(ask.pod(), pass, (node, token) -> nodes.promise(node, token, ask.epoch()));
    LOG.info("nothing below epoch {} at {}: {}", ask.epoch(), ask.pod(), result);
  }

  private static String call(
      String pod, Pass pass, BiFunction<NodeAddress, String, String> question) {
    Optional<NodeAddress> node =
        pass.addresses().stream().filter(address -> address.pod().equals(pod)).findFirst();
    return node.isPresent() && pass.token().isPresent()
        ? question.apply(node.get(), pass.token().get())
        : "no address";
  }

  private static void delete(
      Pass pass, ChildKey key, String uid, Optional<String> resourceVersion) {
    DeleteOptions options =
        new DeleteOptionsBuilder()
            .withApiVersion("v1")
            .withKind("DeleteOptions")
            .withNewPreconditions()
            .withUid(uid)
            .withResourceVersion(resourceVersion.orElse(null))
            .endPreconditions()
            .build();
    pass.context().getClient().raw(Trees.path(pass.namespace(), key), "DELETE", options);
  }

  /**
   * Compare-and-set and preconditions fail with a conflict; so does an object that has just gone.
   */
  private static boolean isOvertaken(Action action, KubernetesClientException e) {
    boolean conflict =
        e.getCode() == HttpURLConnection.HTTP_CONFLICT
            || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    boolean claim =
        action instanceof Action.Apply apply
            && apply.child().key().kind().equals("PersistentVolumeClaim");
    return conflict && (claim || !(action instanceof Action.Apply));
  }

  private static Blocker refused(Action action, @Nullable String why) {
    return new Blocker(BlockerId.REQUEST_REFUSED, Operation.REPAIR, describe(action) + ": " + why);
  }

  private static String describe(Action action) {
    return switch (action) {
      case Action.Apply apply -> apply.child().key().toString();
      case Action.ReturnStrays strays -> strays.key().toString();
      case Action.WriteRecord write -> "VectorTopology";
      case Action.PushTopology push -> "topology of " + push.pod();
      case Action.AskPromise ask -> "promise of " + ask.pod();
      case Action.Delete delete -> delete.key().toString();
      case Action.RestartPod restart -> "Pod/" + restart.pod();
    };
  }

  /** The server's own words, bounded; they name no secret. */
  private static String message(KubernetesClientException e) {
    @Nullable String message = e.getStatus() == null ? null : e.getStatus().getMessage();
    String text = message == null ? "refused with code " + e.getCode() : message;
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "...";
  }

  private static final class NameTakenException extends RuntimeException {
    NameTakenException(String message) {
      super(message);
    }
  }
}
