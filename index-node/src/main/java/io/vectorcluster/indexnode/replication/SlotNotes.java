package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.Topology;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a shard has done about slots that move from or to it: a record of its own, so that it is
 * numbered and replicated like a write, and whoever is the primary next goes on from it.
 *
 * @param notes by slot; of slots that do not move any more they mean nothing
 */
record SlotNotes(SortedMap<Integer, Note> notes) {
  static final SlotNotes NONE = new SlotNotes(Collections.emptySortedMap());

  private static final long NUMBER = 1;
  private static final Pattern NOTE = Pattern.compile("\"(\\d+)\":\\[(\\d+),(\\d+)]");

  /**
   * What was done about a slot.
   *
   * @param opened the epoch of the switch by which the shard last opened the slot, or of the
   *     copying if it was the owner then; 0 if it did not
   * @param sealed the epoch of the last switch that the shard sealed the slot for; 0 if it did not
   */
  record Note(long opened, long sealed) {
    static final Note NONE = new Note(0, 0);
  }

  SlotNotes {
    notes = Collections.unmodifiableSortedMap(new TreeMap<>(notes));
  }

  static PointKey key(Topology topology) {
    return PointKey.ofShard(topology.sharding().slots().count(), NUMBER);
  }

  /** As they are on the disk. */
  static SlotNotes read(StoreView store, Topology topology) {
    return store.record(key(topology)).map(SlotNotes::of).orElse(NONE);
  }

  private static SlotNotes of(LoggedWrite record) {
    if (!(record.change() instanceof LoggedWrite.Change.Upsert(PointContent content))) {
      return NONE;
    }
    Point point = content.point(record.key().id(), Selection.ALL);
    TreeMap<Integer, Note> notes = new TreeMap<>();
    Matcher found = NOTE.matcher(point.payload().json());
    while (found.find()) {
      notes.put(
          Integer.valueOf(found.group(1)),
          new Note(Long.parseLong(found.group(2)), Long.parseLong(found.group(3))));
    }
    return new SlotNotes(notes);
  }

  Note of(int slot) {
    return Optional.ofNullable(notes.get(slot)).orElse(Note.NONE);
  }

  /** With another note of some slots. */
  SlotNotes with(Map<Integer, Note> changed) {
    TreeMap<Integer, Note> next = new TreeMap<>(notes);
    next.putAll(changed);
    return new SlotNotes(next);
  }

  /** Without the notes of slots that stay where they are. */
  SlotNotes ofMoving(Topology topology) {
    TreeMap<Integer, Note> next = new TreeMap<>(notes);
    next.keySet().removeIf(slot -> topology.migrations().of(slot).isEmpty());
    return new SlotNotes(next);
  }

  LoggedWrite.Change change(PointKey key) {
    StringBuilder json = new StringBuilder("{");
    notes.forEach(
        (slot, note) ->
            json.append(json.length() > 1 ? ",\"" : "\"")
                .append(slot)
                .append("\":[")
                .append(note.opened())
                .append(',')
                .append(note.sealed())
                .append(']'));
    Payload payload = new Payload(json.append('}').toString());
    return new LoggedWrite.Change.Upsert(PointContent.of(new Point(key.id(), Map.of(), payload)));
  }
}
