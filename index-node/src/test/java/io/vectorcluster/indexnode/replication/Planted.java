package io.vectorcluster.indexnode.replication;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A mistake made on purpose, to see that the checks find it; or none. */
record Planted(String name, Rules rules, OperatorFlaw operator, ShellFlaw shell) {
  static final Planted NONE = new Planted("NONE", Rules.ALL, OperatorFlaw.NONE, ShellFlaw.NONE);

  static List<Planted> all() {
    Stream<Planted> rules =
        Arrays.stream(Rule.values())
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
    return Stream.concat(Stream.of(NONE), all().stream())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no planted mistake: " + name));
  }

  @Override
  public String toString() {
    return name;
  }
}
