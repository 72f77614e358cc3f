package io.vectorcluster.cli;

import io.vectorcluster.operator.core.MovePlan;
import io.vectorcluster.topology.ShardId;
import java.util.Collection;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A simulation for people. */
final class TextReport {
  private final Formatter text = new Formatter(Locale.ROOT);

  private TextReport() {}

  static String of(Simulation simulation) {
    TextReport report = new TextReport();
    report.plan(simulation);
    report.text.format("%nslots per shard   shards     min     max      mean   bound%n");
    report.counts("before", simulation.before());
    report.counts("after", simulation.after());
    report.routes(simulation.routes());
    report.notes(simulation.notes());
    return report.text.toString();
  }

  private void plan(Simulation simulation) {
    StartingPoint start = simulation.start();
    MovePlan plan = simulation.plan();
    text.format(
        "%s by its %s%n",
        start.cluster(),
        start.epoch().map(epoch -> "VectorTopology of epoch " + epoch).orElse("VectorCluster"));
    text.format(
        "shards          %d -> %d%s%s%n",
        plan.from(),
        plan.shards().size(),
        named(", joining: ", simulation.joining()),
        named(", leaving: ", simulation.leaving()));
    text.format("plan            %s%n", plan.hash());
    text.format(
        "slots to move   %d of %d (%.1f %%), the least possible is %d%n",
        plan.moves(), plan.present().slots(), simulation.percent(), plan.minimum());
    text.format("approval        %s%n", approval(simulation));
  }

  private static String approval(Simulation simulation) {
    Consent consent = simulation.consent();
    return consent.waits()
        ? "waits for %s in spec.approvals: %s".formatted(simulation.approvalId(), consent.why())
        : consent.why();
  }

  private static String named(String what, Collection<ShardId> shards) {
    return shards.isEmpty()
        ? ""
        : what + shards.stream().map(ShardId::toString).collect(Collectors.joining(" "));
  }

  private void counts(String when, SlotCounts counts) {
    text.format(
        "%-15s %8d %7d %7d %9.1f %7d%n",
        when, counts.shards(), counts.min(), counts.max(), counts.mean(), counts.bound());
  }

  private void routes(List<Simulation.Route> routes) {
    if (!routes.isEmpty()) {
      text.format("%nfrom      to   slots%n");
    }
    for (Simulation.Route route : routes) {
      text.format("%4d %7d %7d%n", route.from().value(), route.to().value(), route.slots());
    }
  }

  private void notes(List<String> notes) {
    if (!notes.isEmpty()) {
      text.format("%n");
    }
    notes.forEach(note -> text.format("note: %s%n", note));
  }
}
