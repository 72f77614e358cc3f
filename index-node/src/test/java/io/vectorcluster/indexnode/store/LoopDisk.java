package io.vectorcluster.indexnode.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk of XFS in a file, whose power can be cut: the file system stops at once and keeps only
 * what had been fsynced. Needs root, mount, mkfs.xfs and xfs_io.
 */
final class LoopDisk implements AutoCloseable {
  private final Path image;
  private final Path mountPoint;
  private boolean mounted;

  private LoopDisk(Path image, Path mountPoint) {
    this.image = image;
    this.mountPoint = mountPoint;
  }

  static LoopDisk make(Path folder) throws IOException {
    Path image = folder.resolve("disk.xfs");
    Path mountPoint = Files.createDirectory(folder.resolve("mount"));
    run("truncate", "-s", "512M", image.toString());
    run("mkfs.xfs", "-q", image.toString());
    LoopDisk disk = new LoopDisk(image, mountPoint);
    disk.mount();
    return disk;
  }

  Path path() {
    return mountPoint;
  }

  void mount() throws IOException {
    run("mount", "-o", "loop", image.toString(), mountPoint.toString());
    mounted = true;
  }

  /** Nothing reaches the disk from now on, not even the file system's own journal. */
  void cutPower() throws IOException {
    run("xfs_io", "-x", "-c", "shutdown", mountPoint.toString());
  }

  void unmount() throws IOException {
    run("umount", mountPoint.toString());
    mounted = false;
  }

  static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output;
    try (BufferedReader reader = process.inputReader(UTF_8)) {
      output = reader.readAllAsString();
    }
    // Its output has ended, so it has.
    int exit = process.onExit().join().exitValue();
    if (exit != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      unmount();
    }
  }
}
