package io.vectorcluster.indexnode.engine.usearch;

import java.util.List;

/** All segments at one moment; counted, so that their memory stays while a search uses it. */
final class GraphsView extends Shared {
  private final List<SegmentView> segments;

  GraphsView(List<SegmentView> segments) {
    this.segments = List.copyOf(segments);
  }

  List<SegmentView> segments() {
    return segments;
  }

  @Override
  protected void free() {
    segments.forEach(SegmentView::release);
  }
}
