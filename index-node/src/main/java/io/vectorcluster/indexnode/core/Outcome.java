package io.vectorcluster.indexnode.core;

import java.util.function.Function;

/** What came of a request: a value, or the reason why nothing was done. */
public sealed interface Outcome<T> {
  /** Done; {@code value} is the answer. */
  record Done<T>(T value) implements Outcome<T> {}

  /** Not done, and nothing was changed. {@code message} names the field and the remedy. */
  record Rejected<T>(Reason reason, String message) implements Outcome<T> {}

  /** Why a request was not done; the data API maps each to a status code. */
  enum Reason {
    /** The request is wrong whatever the state: 400. */
    BAD_REQUEST,
    /** A field's value is out of its range: 422. */
    INVALID,
    /** The collection or point does not exist: 404. */
    NOT_FOUND,
    /** It exists already: 409. */
    CONFLICT,
    /** The caller may not: 403. */
    FORBIDDEN,
    /** No answer in the request's time: 408. A write may or may not have happened. */
    TIMEOUT,
    /** More than the node can queue: 429, retry later. */
    OVERLOADED,
    /** A shard that is needed does not answer: 503. */
    UNAVAILABLE,
    /** Free space is below the reserve: 507. */
    STORAGE_FULL
  }

  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Outcome<T> rejected(Reason reason, String message) {
    return new Rejected<>(reason, message);
  }

  default <R> Outcome<R> map(Function<? super T, ? extends R> mapping) {
    return switch (this) {
      case Done<T>(T value) -> new Done<>(mapping.apply(value));
      case Rejected<T>(Reason reason, String message) -> new Rejected<>(reason, message);
    };
  }
}
