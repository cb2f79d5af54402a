package io.syncline.git;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What a killed process leaves in a mirror: lock files that would block every later write, and
 * halves of packs. Called under the mirror's own lock, so whoever made them is gone.
 */
final class StaleFiles {
  private StaleFiles() {}

  static void clear(Path mirror) throws IOException {
    if (!Files.isDirectory(mirror)) {
      return;
    }
    Files.walkFileTree(
        mirror,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (isStale(file.getFileName().toString())) {
              Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean isStale(String name) {
    return name.endsWith(".lock")
        || name.equals("gc.pid")
        || name.startsWith("incoming_")
        || name.startsWith("gc_") && name.endsWith("_tmp")
        || name.startsWith("noz") && name.endsWith(".tmp");
  }
}
