package io.vectorcluster.indexnode.engine.usearch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The view that searches begin with: replaced under the index's lock, pinned without it. */
final class PublishedView {
  private volatile IndexView view;

  PublishedView(PendingPoints.Cut nothingPending) {
    this.view = new IndexView(new GraphsView(List.of()), nothingPending, 0);
  }

  /** The present view; its graphs are retained for the caller, who releases them. */
  IndexView pin() {
    while (true) {
      IndexView seen = view;
      if (seen.graphs().tryRetain()) {
        return seen;
      }
      // Either replaced since it was read, or freed by closing.
      if (seen.graphs() == view.graphs()) {
        throw new IllegalStateException("the index is closed");
      }
    }
  }

  /**
   * Replaces the view.
   *
   * @param segments all segments, if one of them changed; null if only the pending points did
   */
  void publish(@Nullable List<Segment> segments, PendingPoints.Cut pending, long tick) {
    IndexView old = view;
    if (segments == null) {
      view = new IndexView(old.graphs(), pending, tick);
      return;
    }
    List<SegmentView> views = new ArrayList<>(segments.size());
    for (Segment segment : segments) {
      views.add(segment.view());
    }
    view = new IndexView(new GraphsView(views), pending, tick);
    old.graphs().release();
  }

  /** Lets go of the view: pins fail from now on, those that are held stay good. */
  void close() {
    view.graphs().release();
  }
}
