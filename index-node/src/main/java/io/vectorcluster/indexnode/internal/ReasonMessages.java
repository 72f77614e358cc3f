package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.wire.v1.Refusal;
import io.vectorcluster.wire.v1.RefusalReason;

/** Why something was not done, as a message, and back. */
final class ReasonMessages {

  private ReasonMessages() {}

  static Refusal of(Reason reason, String message) {
    return Refusal.newBuilder().setReason(of(reason)).setMessage(message).build();
  }

  private static RefusalReason of(Reason reason) {
    return switch (reason) {
      case BAD_REQUEST -> RefusalReason.REFUSAL_REASON_BAD_REQUEST;
      case INVALID -> RefusalReason.REFUSAL_REASON_INVALID;
      case NOT_FOUND -> RefusalReason.REFUSAL_REASON_NOT_FOUND;
      case CONFLICT -> RefusalReason.REFUSAL_REASON_CONFLICT;
      case FORBIDDEN -> RefusalReason.REFUSAL_REASON_FORBIDDEN;
      case TIMEOUT -> RefusalReason.REFUSAL_REASON_TIMEOUT;
      case OVERLOADED -> RefusalReason.REFUSAL_REASON_OVERLOADED;
      case UNAVAILABLE -> RefusalReason.REFUSAL_REASON_UNAVAILABLE;
      case STORAGE_FULL -> RefusalReason.REFUSAL_REASON_STORAGE_FULL;
    };
  }

  /** A reason of a later release reads as UNAVAILABLE: nothing was done, and a retry may help. */
  static Reason read(RefusalReason reason) {
    return switch (reason) {
      case REFUSAL_REASON_BAD_REQUEST -> Reason.BAD_REQUEST;
      case REFUSAL_REASON_INVALID -> Reason.INVALID;
      case REFUSAL_REASON_NOT_FOUND -> Reason.NOT_FOUND;
      case REFUSAL_REASON_CONFLICT -> Reason.CONFLICT;
      case REFUSAL_REASON_FORBIDDEN -> Reason.FORBIDDEN;
      case REFUSAL_REASON_TIMEOUT -> Reason.TIMEOUT;
      case REFUSAL_REASON_OVERLOADED -> Reason.OVERLOADED;
      case REFUSAL_REASON_STORAGE_FULL -> Reason.STORAGE_FULL;
      case REFUSAL_REASON_UNAVAILABLE, REFUSAL_REASON_UNSPECIFIED, UNRECOGNIZED ->
          Reason.UNAVAILABLE;
    };
  }
}
