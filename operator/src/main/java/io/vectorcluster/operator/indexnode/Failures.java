package io.vectorcluster.operator.indexnode;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Why a call failed, in words that are the same each time: they end up in status. */
final class Failures {

  private Failures() {}

  static String describe(Exception failure) {
    Status status = Status.fromThrowable(failure);
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED -> "no answer in time";
      case UNAVAILABLE -> "no connection";
      case UNAUTHENTICATED -> "the node does not accept the cluster's token";
      case UNIMPLEMENTED -> "the node does not know this call: its release is older";
      case UNKNOWN -> {
        @Nullable Throwable cause = failure.getCause();
        yield "unusable answer ("
            + (cause == null ? failure : cause).getClass().getSimpleName()
            + ")";
      }
      case OK,
          CANCELLED,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          INTERNAL,
          DATA_LOSS ->
          "refused (" + status.getCode() + ")";
    };
  }
}
