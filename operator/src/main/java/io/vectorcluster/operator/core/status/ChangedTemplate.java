package io.vectorcluster.operator.core.status;

import io.vectorcluster.operator.core.Action;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.core.Rollout;
import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.operator.resources.ChildObject;
import io.vectorcluster.operator.resources.Labels;
import io.vectorcluster.operator.resources.OwnedFields;
import java.util.Optional;

/** Whether pods are about to be replaced, before their StatefulSet's controller says so. */
final class ChangedTemplate {

  private ChangedTemplate() {}

  /** A template that has just been applied, or that its controller has not yet looked at. */
  static Optional<String> of(Plan plan, Observation seen) {
    return plan.actions().stream()
        .filter(Action.Apply.class::isInstance)
        .map(Action.Apply.class::cast)
        .map(Action.Apply::child)
        .filter(child -> isOther(child, seen))
        .map(ChildObject::key)
        .findFirst()
        .or(
            () ->
                seen.children().entrySet().stream()
                    .filter(child -> child.getKey().kind().equals("StatefulSet"))
                    .filter(child -> !Rollout.isCaughtUp(child.getValue()))
                    .map(child -> child.getKey())
                    .findFirst())
        .map(ChildKey::toString);
  }

  private static boolean isOther(ChildObject wanted, Observation seen) {
    return wanted.key().kind().equals("StatefulSet")
        && seen.child(wanted.key())
            .flatMap(
                actual ->
                    OwnedFields.difference(
                        wanted.content().at("/spec/template"),
                        actual.at("/spec/template"),
                        Labels.OPERATOR))
            .isPresent();
  }
}
