package io.vectorcluster.indexnode.http.qdrant;

import io.vectorcluster.indexnode.core.MissingShard;
import io.vectorcluster.indexnode.core.QueryTarget;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.SearchParams;
import io.vectorcluster.indexnode.core.SearchQuery;
import io.vectorcluster.indexnode.core.Selection;
import java.util.Optional;

/** A query or search as a caller asks it: {@code payload} says which keys an answer carries. */
sealed interface Question {
  int DEFAULT_LIMIT = 10;

  PayloadChoice payload();

  Selection selection();

  int limit();

  /** The points nearest to a target. */
  record Near(SearchQuery search, PayloadChoice payload) implements Question {
    @Override
    public Selection selection() {
      return search.selection();
    }

    @Override
    public int limit() {
      return search.limit();
    }
  }

  /** Points in the order of their ids, as a query without a target asks for. */
  record InOrder(int limit, int offset, Selection selection, PayloadChoice payload)
      implements Question {
    public InOrder {
      if (limit < 1 || offset < 0 || offset > ScrollQuery.MAX_LIMIT - limit) {
        throw new IllegalArgumentException(
            "limit + offset: out of range, use 1 to " + ScrollQuery.MAX_LIMIT);
      }
    }

    ScrollQuery scroll() {
      return new ScrollQuery(Optional.empty(), limit + offset, selection);
    }
  }

  /**
   * The kind of question that these fields make.
   *
   * @param target empty asks for points in order
   * @throws IllegalArgumentException if a number is out of its range; the message names it
   */
  static Question of(
      Optional<QueryTarget> target,
      String using,
      int limit,
      int offset,
      Optional<Float> scoreThreshold,
      SearchParams params,
      Selection selection,
      PayloadChoice payload,
      Optional<MissingShard> onMissingShard) {
    if (target.isPresent()) {
      return new Near(
          new SearchQuery(
              using,
              target.get(),
              limit,
              offset,
              scoreThreshold,
              params,
              selection,
              onMissingShard),
          payload);
    }
    if (scoreThreshold.isPresent()) {
      throw new IllegalArgumentException(
          "score_threshold: there is no score without a query, leave it out");
    }
    return new InOrder(limit, offset, selection, payload);
  }
}
