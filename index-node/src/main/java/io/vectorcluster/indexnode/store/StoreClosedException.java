package io.vectorcluster.indexnode.store;

/** The store was closed, before or during the call: the node is stopping. */
public final class StoreClosedException extends StoreException {
  StoreClosedException() {
    super("store: is closed, the node is stopping", null);
  }
}
