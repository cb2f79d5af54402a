package io.syncline.git;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.PackInvalidException;

/**
 * A quick look at the packs of a mirror: whether each is whole and belongs to its index. It costs a
 * few bytes of each file; what changed inside shows when it is read.
 */
final class PackCheck {
  private static final int CHECKSUM = 20;
  private static final int SMALLEST_PACK = 12 + CHECKSUM;
  private static final int SMALLEST_INDEX = 256 * 4 + 2 * CHECKSUM;

  private PackCheck() {}

  /**
   * Throws when a pack below {@code mirror} is damaged, or what packs stand in is not there.
   *
   * @throws PackInvalidException naming the file
   */
  static void requireSound(Path mirror) throws IOException {
    for (var pack : packs(mirror.resolve("objects/pack"))) {
      var name = pack.getFileName().toString();
      var index = pack.resolveSibling(name.substring(0, name.length() - ".pack".length()) + ".idx");
      if (!Files.isRegularFile(index)
          || Files.size(pack) < SMALLEST_PACK
          || Files.size(index) < SMALLEST_INDEX
          || !Arrays.equals(before(pack, CHECKSUM), before(index, 2 * CHECKSUM))) {
        throw new PackInvalidException(pack.toFile(), new IOException("it is not whole"));
      }
    }
  }

  private static List<Path> packs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".pack")).toList();
    }
  }

  /** The checksum that begins so many bytes before the end; both files hold that of the pack. */
  private static byte[] before(Path file, int end) throws IOException {
    var checksum = new byte[CHECKSUM];
    try (var open = new RandomAccessFile(file.toFile(), "r")) {
      open.seek(open.length() - end);
      open.readFully(checksum);
    }
    return checksum;
  }
}
