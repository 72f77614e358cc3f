package io.vectorcluster.indexnode.store;

/** Changes of a store: one after the other, and how far they have come. */
final class Changes {
  private final Lifecycle lifecycle;
  private final Object changing = new Object();
  private volatile StorePosition position;

  Changes(Lifecycle lifecycle, StorePosition position) {
    this.lifecycle = lifecycle;
    this.position = position;
  }

  StorePosition position() {
    return position;
  }

  /** Belongs into a change, after its batch is on the disk. */
  void reached(StorePosition next) {
    position = next;
  }

  <T> T change(Lifecycle.Call<T> call) {
    return lifecycle.call(
        () -> {
          synchronized (changing) {
            lifecycle.checkOpen();
            return call.run();
          }
        });
  }
}
