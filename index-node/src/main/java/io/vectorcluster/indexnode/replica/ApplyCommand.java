package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.topology.PointId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for the apply thread. */
sealed interface ApplyCommand {

  /**
   * A batch of one caller.
   *
   * @param changes encoded by the caller's thread, so that the apply thread only stamps them
   */
  record Write(
      ShardCall call,
      CollectionNumber collection,
      RequestId request,
      List<Encoded> changes,
      CompletableFuture<ShardAnswer<Long>> answer)
      implements ApplyCommand {}

  /** Work that must see every write before it done, and none after it begun. */
  record Between(Runnable work) implements ApplyCommand {}

  /** A change of one point, ready for the disk. */
  record Encoded(Mutation mutation, LoggedWrite.Change change) {
    static Encoded of(Mutation mutation) {
      LoggedWrite.Change change =
          switch (mutation) {
            case Mutation.Upsert(Point point) ->
                new LoggedWrite.Change.Upsert(PointContent.of(point));
            case Mutation.Delete _ -> new LoggedWrite.Change.Delete();
          };
      return new Encoded(mutation, change);
    }

    PointId id() {
      return mutation.id();
    }
  }
}
