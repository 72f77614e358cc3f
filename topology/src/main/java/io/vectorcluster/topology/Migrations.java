package io.vectorcluster.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The slots under way, each once.
 *
 * @param list in the order of the slots
 */
public record Migrations(List<Migration> list) {

  public static final Migrations NONE = new Migrations(List.of());

  public Migrations {
    list = list.stream().sorted(Comparator.comparingInt(Migration::slot)).toList();
    for (int i = 1; i < list.size(); i++) {
      if (list.get(i - 1).slot() == list.get(i).slot()) {
        throw new IllegalArgumentException("slot " + list.get(i).slot() + " migrates twice");
      }
    }
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** The migration of a slot; empty if it stays where it is. */
  public Optional<Migration> of(int slot) {
    int low = 0;
    int high = list.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = list.get(middle).slot();
      if (found == slot) {
        return Optional.of(list.get(middle));
      }
      low = found < slot ? middle + 1 : low;
      high = found < slot ? high : middle - 1;
    }
    return Optional.empty();
  }

  /** Those whose source or target a shard is. */
  public List<Migration> concerning(ShardId shard) {
    return list.stream().filter(migration -> migration.concerns(shard)).toList();
  }

  /** The assignment in which the switched ones are owned by their targets. */
  Assignment switchedTo(Assignment present) {
    int[] owners = present.toArray();
    list.stream()
        .filter(Migration::isSwitched)
        .forEach(migration -> owners[migration.slot()] = migration.target().value());
    return Assignment.of(owners);
  }

  Migrations begun(Collection<SlotMove> moves, long epoch) {
    List<Migration> all = new ArrayList<>(list);
    moves.forEach(move -> all.add(Migration.copying(move, epoch)));
    return new Migrations(all);
  }

  Migrations switched(Collection<Integer> slots, long epoch) {
    return changed(
        slots,
        migration -> {
          if (migration.isSwitched()) {
            throw new IllegalArgumentException(
                "slot " + migration.slot() + " was switched at epoch " + migration.switched());
          }
          return migration.switchedAt(epoch);
        });
  }

  Migrations returned(Collection<Integer> slots, long epoch) {
    return changed(
        slots,
        migration -> {
          if (!migration.isSwitched()) {
            throw new IllegalArgumentException(
                "slot "
                    + migration.slot()
                    + " is still owned by its source: drop the migration instead");
          }
          return migration.returnedAt(epoch);
        });
  }

  Migrations without(Collection<Integer> slots) {
    return changed(slots, _ -> null);
  }

  private Migrations changed(Collection<Integer> slots, UnaryOperator<@Nullable Migration> change) {
    SortedMap<Integer, Migration> bySlot = new TreeMap<>();
    list.forEach(migration -> bySlot.put(migration.slot(), migration));
    for (int slot : Set.copyOf(slots)) {
      if (!bySlot.containsKey(slot)) {
        throw new IllegalArgumentException("slot " + slot + " does not migrate");
      }
      bySlot.computeIfPresent(slot, (_, migration) -> change.apply(migration));
    }
    return new Migrations(List.copyOf(bySlot.values()));
  }
}
