package io.vectorcluster.indexnode.replication;

import java.util.ArrayList;
import java.util.List;

/** What many runs had in them. */
final class Figures {
  final Marks marks = new Marks();
  private final List<Integer> messages = new ArrayList<>();
  private final List<Integer> operations = new ArrayList<>();
  private final List<Integer> faults = new ArrayList<>();

  void add(Run.Trace run) {
    marks.addAll(run.marks());
    messages.add(run.messages());
    operations.add(run.operations());
    faults.add(run.struck());
  }

  int messages() {
    return median(messages);
  }

  int operations() {
    return median(operations);
  }

  int faults() {
    return median(faults);
  }

  @Override
  public String toString() {
    return "messages %d, operations %d, faults %d (medians); %s"
        .formatted(messages(), operations(), faults(), marks);
  }

  private static int median(List<Integer> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
