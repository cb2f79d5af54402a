package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Flags that name live objects of an application which a command changes: by mistake never many.
 */
final class ChangedObjects {
  @Mixin LiveObjects objects = new LiveObjects();

  @Option(names = "--namespace", description = "Namespace of the objects")
  @Nullable String namespace;

  @Option(names = "--all", description = "Permit more than one object")
  boolean all;

  /**
   * Those that are meant, among the objects of an application.
   *
   * @throws CliException when there is none, or more than one and {@code --all} is missing
   */
  List<ObjectTree> of(ApiClient client, String name) {
    var meant = objects.of(client, name, namespace);
    if (meant.size() > 1 && !all) {
      throw new CliException(
          CliException.FAILED,
          "Multiple resources match inputs. Use the --all flag to act on all of them ("
              + meant.size()
              + " of "
              + objects.told(namespace)
              + ")");
    }
    return meant;
  }
}
