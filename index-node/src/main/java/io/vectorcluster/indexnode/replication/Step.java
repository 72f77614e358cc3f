package io.vectorcluster.indexnode.replication;

import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The step under way: the moment it is taken at, and the effects it has had so far. */
final class Step {
  private final List<Effect> effects = new ArrayList<>();
  private final long nowMs;
  private int onDisk;

  /**
   * @param onDisk effects on the disk that have not been reported back
   */
  Step(long nowMs, int onDisk) {
    this.nowMs = nowMs;
    this.onDisk = onDisk;
  }

  long nowMs() {
    return nowMs;
  }

  void add(Effect effect) {
    effects.add(effect);
    if (effect instanceof Effect.Disk) {
      onDisk++;
    }
  }

  /** How much the disk has still to do. */
  int onDisk() {
    return onDisk;
  }

  void send(StoreId to, Message message) {
    effects.add(new Effect.Send(to, message));
  }

  void refuse(long call, String why) {
    effects.add(new Effect.Answer(call, new Effect.Result.Refused(why)));
  }

  List<Effect> effects() {
    return Collections.unmodifiableList(effects);
  }
}
