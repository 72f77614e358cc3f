package io.vectorcluster.indexnode.replication;

/**
 * A primary that does not serve yet cannot show a slot that somebody it waits for has to be made
 * equal to (R2). The process ends: then a member in sync says that its primary is silent, and takes
 * over.
 */
final class CannotLeadException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CannotLeadException(int slot) {
    super("slot %d of this store is damaged: another replica has to lead".formatted(slot));
  }
}
