package io.vectorcluster.indexnode.http.web;

/** Answers a request; may block, is called on a virtual thread of the request's own. */
@FunctionalInterface
public interface Operation {
  Answer answer(Request request);
}
