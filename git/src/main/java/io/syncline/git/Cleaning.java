package io.syncline.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes from the folder of all mirrors what nobody needs any more. */
final class Cleaning {
  private static final Logger LOG = LoggerFactory.getLogger(Cleaning.class);

  /** No push and no download takes so long. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;
  private final Instant now;

  Cleaning(Path folder, Instant now) {
    this.folder = folder;
    this.now = now;
  }

  /**
   * Does it.
   *
   * @param unused how long a mirror must not have been used
   * @param open the mirror at a path, when this process has it open
   * @return how many mirrors were removed
   */
  int clearUp(Duration unused, Function<Path, Optional<MirrorFolder>> open) {
    var removed = 0;
    for (var path : below(folder)) {
      if (!path.getFileName().toString().endsWith(".git")) {
        continue;
      }
      try {
        if (open.apply(path)
            .orElseGet(() -> new MirrorFolder(path))
            .removeUnused(now.minus(unused))) {
          removed++;
          LOG.info("{}: nobody has used it for {} days, removed", path, unused.toDays());
          Folders.delete(folder.resolve("large-files").resolve(path.getFileName()));
        }
      } catch (IOException e) {
        LOG.warn("{} cannot be removed: {}", path, e.getMessage());
      }
    }
    below(folder.resolve("scratch")).forEach(this::removeAbandoned);
    for (var files : below(folder.resolve("large-files"))) {
      for (var part : below(files)) {
        below(part).stream()
            .filter(file -> file.getFileName().toString().startsWith("incoming"))
            .forEach(this::removeAbandoned);
      }
    }
    return removed;
  }

  private void removeAbandoned(Path path) {
    try {
      if (Files.getLastModifiedTime(path).toInstant().isBefore(now.minus(ABANDONED))) {
        Folders.delete(path);
      }
    } catch (NoSuchFileException gone) {
      LOG.trace("{} is gone", path);
    } catch (IOException e) {
      LOG.warn("{} cannot be removed: {}", path, e.getMessage());
    }
  }

  private static List<Path> below(Path folder) {
    try (Stream<Path> found = Files.list(folder)) {
      return found.toList();
    } catch (IOException nothingThere) {
      LOG.trace("{}: {}", folder, nothingThere.getMessage());
      return List.of();
    }
  }
}
