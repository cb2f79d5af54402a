package io.syncline.cli.app;

import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that say which source of an application with several is meant. */
final class SourceChoice {
  @Option(
      names = "--source-position",
      paramLabel = "N",
      description = "Position of the source, from 1")
  @Nullable Integer position;

  @Option(names = "--source-name", paramLabel = "NAME", description = "Name of the source")
  @Nullable String name;

  /**
   * Index of the source meant in {@code spec.sources}; negative for applications with one source.
   *
   * @throws CliException when it is not said, or there is no such source
   */
  int position(ObjectTree spec) {
    var sources = Tree.items(spec.get("sources"));
    if (sources.isEmpty()) {
      return -1;
    }
    if (position != null && name != null) {
      throw new CliException(
          CliException.FAILED, "Only one of source-position and source-name can be specified.");
    }
    if (name != null) {
      var wanted = name;
      return IntStream.range(0, sources.size())
          .filter(i -> Tree.text(sources.get(i), "name").equals(wanted))
          .findFirst()
          .orElseThrow(
              () -> new CliException(CliException.FAILED, "Unknown source name '" + wanted + "'"));
    }
    if (position == null) {
      throw new CliException(
          CliException.FAILED,
          "Source position should be specified and must be greater than 0 for applications with multiple sources");
    }
    if (position <= 0) {
      throw new CliException(
          CliException.FAILED,
          "Value of source-position must be greater than 0 (it is " + position + ")");
    }
    if (position > sources.size()) {
      throw new CliException(
          CliException.FAILED,
          "Source position should be less than the number of sources in the application (it is "
              + position
              + " of "
              + sources.size()
              + ")");
    }
    return position - 1;
  }
}
