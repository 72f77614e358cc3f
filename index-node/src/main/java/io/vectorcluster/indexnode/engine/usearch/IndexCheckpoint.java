package io.vectorcluster.indexnode.engine.usearch;

import io.vectorcluster.indexnode.engine.checkpoint.CheckpointFile;
import io.vectorcluster.indexnode.engine.checkpoint.CheckpointFile.Role;
import io.vectorcluster.indexnode.engine.checkpoint.CheckpointFolder;
import io.vectorcluster.indexnode.engine.checkpoint.DamagedException;
import io.vectorcluster.indexnode.engine.checkpoint.Manifest;
import io.vectorcluster.indexnode.engine.checkpoint.PointFiles;
import io.vectorcluster.indexnode.engine.checkpoint.PointFiles.RowRecord;
import io.vectorcluster.indexnode.engine.checkpoint.PointFiles.VectorRecord;
import io.vectorcluster.indexnode.engine.usearch.Segment.SavedGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes an index to a folder and reads it back. A graph file holds all nodes, living or not; the
 * rows file beside it the living rows; points that had no node yet have a file of their own. A
 * sealed graph is written once and named by every later manifest.
 */
final class IndexCheckpoint {
  private final IndexState state;
  private final GraphSettings settings;
  private final ReentrantLock gate;
  // One checkpoint at a time.
  private final ReentrantLock writing = new ReentrantLock();

  /**
   * @param gate held while nodes are added to the open segment
   */
  IndexCheckpoint(IndexState state, GraphSettings settings, ReentrantLock gate) {
    this.state = state;
    this.settings = settings;
    this.gate = gate;
  }

  void write(Path directory, long coveredSequence) throws IOException {
    writing.lock();
    try {
      var folder = new CheckpointFolder(directory);
      var turn = new Turn(folder, folder.begin());
      IndexView view = turn.pinAndSaveOpenGraph();
      try {
        List<CheckpointFile> files = turn.writeSegments(view);
        turn.writePending(view, files);
        folder.commit(new Manifest(settings.fingerprint(), coveredSequence, files));
      } finally {
        view.graphs().release();
      }
    } finally {
      writing.unlock();
    }
  }

  /** One checkpoint's files. */
  private final class Turn {
    private final CheckpointFolder folder;
    private final long generation;
    private @Nullable Segment open;
    private int openNodes;

    Turn(CheckpointFolder folder, long generation) {
      this.folder = folder;
      this.generation = generation;
    }

    private Path openGraph() {
      return folder.newPath(Role.GRAPH, generation, 0);
    }

    /** The writer is quiet until the one graph that may still grow is written. */
    IndexView pinAndSaveOpenGraph() {
      gate.lock();
      try {
        IndexView view = state.pin();
        try {
          for (SegmentView segment : view.graphs().segments()) {
            if (!segment.segment().sealed()) {
              open = segment.segment();
              openNodes = segment.segment().graph().size();
              segment.segment().graph().save(openGraph());
            }
          }
          return view;
        } catch (RuntimeException e) {
          view.graphs().release();
          throw e;
        }
      } finally {
        gate.unlock();
      }
    }

    List<CheckpointFile> writeSegments(IndexView view) throws IOException {
      List<CheckpointFile> files = new ArrayList<>();
      int number = 0;
      for (SegmentView segment : view.graphs().segments()) {
        number++;
        if (segment.liveNodes() > 0) {
          files.add(graphFile(segment, number));
          files.add(writeRows(segment, view.tick(), number));
        }
      }
      return files;
    }

    private CheckpointFile graphFile(SegmentView view, int number) throws IOException {
      Segment segment = view.segment();
      if (segment == open) {
        return folder.seal(Role.GRAPH, openGraph(), openNodes);
      }
      SavedGraph saved = segment.savedGraph();
      Path fresh = folder.newPath(Role.GRAPH, generation, number);
      if (saved != null
          && saved.path().equals(folder.path(saved.file()))
          && Files.exists(saved.path())) {
        return saved.file();
      }
      segment.graph().save(fresh);
      CheckpointFile file = folder.seal(Role.GRAPH, fresh, segment.graph().size());
      segment.savedGraph(new SavedGraph(fresh, file));
      return file;
    }

    private CheckpointFile writeRows(SegmentView view, long tick, int number) throws IOException {
      List<RowRecord> living = new ArrayList<>();
      Rows.Cut rows = view.rows();
      for (int row = 0; row < rows.count(); row++) {
        if (rows.visible(row, tick)) {
          living.add(new RowRecord(rows.id(row), rows.sequence(row), rows.node(row)));
        }
      }
      Path file = folder.newPath(Role.ROWS, generation, number);
      PointFiles.writeRows(file, living);
      return folder.seal(Role.ROWS, file, living.size());
    }

    void writePending(IndexView view, List<CheckpointFile> files) throws IOException {
      List<VectorRecord> living = new ArrayList<>();
      for (int i = 0; i < view.pending().size(); i++) {
        PendingPoint point = view.pending().get(i);
        if (point.visible(view.tick())) {
          living.add(new VectorRecord(point.id(), point.sequence(), point.vector()));
        }
      }
      Path file = folder.newPath(Role.POINTS, generation, 0);
      PointFiles.writeVectors(file, living);
      files.add(folder.seal(Role.POINTS, file, living.size()));
    }
  }

  /**
   * Fills a new index with a checkpoint whose checksums were verified.
   *
   * @throws DamagedException if the files contradict each other
   */
  static void read(CheckpointFolder folder, Manifest manifest, UsearchVectorIndex index)
      throws IOException {
    Iterator<CheckpointFile> files = manifest.files().iterator();
    while (files.hasNext()) {
      CheckpointFile file = files.next();
      switch (file.role()) {
        case GRAPH -> readSegment(folder, file, files, index);
        case ROWS -> throw new DamagedException(file.name() + ": rows without a graph");
        case POINTS ->
            PointFiles.readVectors(
                folder.path(file),
                file.count(),
                index.settings().dimensions(),
                point -> index.put(point.id(), point.sequence(), point.vector()));
      }
    }
  }

  private static void readSegment(
      CheckpointFolder folder,
      CheckpointFile graphFile,
      Iterator<CheckpointFile> rest,
      UsearchVectorIndex index)
      throws IOException {
    if (!rest.hasNext()) {
      throw new DamagedException(graphFile.name() + ": graph without rows");
    }
    CheckpointFile rowsFile = rest.next();
    Path path = folder.path(graphFile);
    List<RowRecord> rows = new ArrayList<>();
    PointFiles.readRows(folder.path(rowsFile), rowsFile.count(), graphFile.count(), rows::add);
    NativeGraph graph = NativeGraph.load(index.settings(), path);
    if (graph.size() != graphFile.count()) {
      graph.close();
      throw new DamagedException(
          "%s: %d nodes, %d were written"
              .formatted(graphFile.name(), graph.size(), graphFile.count()));
    }
    Segment segment = Segment.loaded(graph, index.settings(), new SavedGraph(path, graphFile));
    if (!index.state().restore(segment, rows)) {
      throw new DamagedException(rowsFile.name() + ": a point is in two places");
    }
  }
}
