package io.vectorcluster.indexnode.replication;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A mistake made on purpose, to see that the checks find it; or none. */
record Planted(String name, Rules rules, OperatorFlaw operator, ShellFlaw shell) {
  private static final Set<Rule> OF_MOVES = EnumSet.range(Rule.OPEN_AFTER_SEAL, Rule.MOVE_RETRIES);

  static final Planted NONE = new Planted("NONE", Rules.ALL, OperatorFlaw.NONE, ShellFlaw.NONE);

  /** Those that are found where slots move. */
  static List<Planted> ofMoves() {
    return OF_MOVES.stream()
        .map(
            rule ->
                new Planted(rule.name(), Rules.without(rule), OperatorFlaw.NONE, ShellFlaw.NONE))
        .toList();
  }

  boolean isOfMoves() {
    return OF_MOVES.stream().anyMatch(rule -> rule.name().equals(name));
  }

  static List<Planted> all() {
    Stream<Planted> rules =
        Arrays.stream(Rule.values())
            .filter(rule -> !OF_MOVES.contains(rule))
            .map(
                rule ->
                    new Planted(
                        rule.name(), Rules.without(rule), OperatorFlaw.NONE, ShellFlaw.NONE));
    Stream<Planted> operators =
        Arrays.stream(OperatorFlaw.values())
            .filter(flaw -> flaw != OperatorFlaw.NONE)
            // Its moment is too short for seeds: LostRecordTest goes through all interleavings.
            .filter(flaw -> flaw != OperatorFlaw.REBUILDS_WITHOUT_PROMISES)
            .map(flaw -> new Planted(flaw.name(), Rules.ALL, flaw, ShellFlaw.NONE));
    Stream<Planted> shells =
        Arrays.stream(ShellFlaw.values())
            .filter(flaw -> flaw != ShellFlaw.NONE)
            .map(flaw -> new Planted(flaw.name(), Rules.ALL, OperatorFlaw.NONE, flaw));
    return Stream.of(rules, operators, shells).flatMap(each -> each).toList();
  }

  static Planted named(String name) {
    return Stream.of(List.of(NONE), all(), ofMoves())
        .flatMap(List::stream)
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no planted mistake: " + name));
  }

  @Override
  public String toString() {
    return name;
  }
}
