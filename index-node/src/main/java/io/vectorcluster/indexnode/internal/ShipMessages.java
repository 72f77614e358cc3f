package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.multiprimary.MultiMessage;
import io.vectorcluster.indexnode.replication.multiprimary.Shipment;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.wire.v1.Have;
import io.vectorcluster.wire.v1.PointsMessage;
import io.vectorcluster.wire.v1.Ship;
import java.util.Optional;

/** What replicas ship from their logs in the mode MultiPrimary, as messages and back. */
final class ShipMessages {
  private ShipMessages() {}

  static PointsMessage.Builder of(MultiMessage message) {
    PointsMessage.Builder out = PointsMessage.newBuilder();
    return switch (message) {
      case MultiMessage.Ship ship -> {
        Ship.Builder shipped =
            Ship.newBuilder()
                .setAfter(ship.after())
                .setUntil(ship.until())
                .setPromise(ship.promise());
        ship.entries().forEach(entry -> shipped.addEntries(of(entry)));
        yield out.setShip(shipped);
      }
      case MultiMessage.Have(long sequence) -> out.setHave(Have.newBuilder().setSequence(sequence));
    };
  }

  private static io.vectorcluster.wire.v1.Shipment of(Shipment entry) {
    LoggedWrite write =
        new LoggedWrite(
            new LogPosition(0, entry.sequence()),
            0,
            entry.record().request(),
            entry.record().key(),
            entry.record().version(),
            entry.record().change());
    io.vectorcluster.wire.v1.Shipment.Builder out =
        io.vectorcluster.wire.v1.Shipment.newBuilder().setWrite(LogMessages.of(write));
    entry.over().ifPresent(over -> out.setOver(LogMessages.of(over)));
    return out.build();
  }

  static MultiMessage read(PointsMessage message) {
    if (message.hasHave()) {
      return new MultiMessage.Have(message.getHave().getSequence());
    }
    Ship ship = message.getShip();
    return new MultiMessage.Ship(
        ship.getAfter(),
        ship.getUntil(),
        ship.getEntriesList().stream().map(ShipMessages::read).toList(),
        ship.getPromise());
  }

  private static Shipment read(io.vectorcluster.wire.v1.Shipment entry) {
    Optional<Version> over =
        entry.hasOver() ? Optional.of(LogMessages.read(entry.getOver())) : Optional.empty();
    return new Shipment(
        entry.getWrite().getPosition().getSequence(), PointsMessages.read(entry.getWrite()), over);
  }
}
