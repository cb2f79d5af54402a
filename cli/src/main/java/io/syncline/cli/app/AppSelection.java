package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which applications a command is about: by name, or all that fit. */
final class AppSelection {
  @Option(
      names = {"-l", "--selector"},
      defaultValue = "",
      description = "All applications with these labels")
  String selector = "";

  @Mixin AppNamespace place = new AppNamespace();

  /**
   * Their names, with namespaces where those were said or found.
   *
   * @throws CliException when there is none
   */
  List<String> names(ApiClient client, List<String> named) {
    return names(client, named, List.of());
  }

  /**
   * Their names, with namespaces where those were said or found.
   *
   * @param projects all applications of these
   * @throws CliException when there is none
   */
  List<String> names(ApiClient client, List<String> named, List<String> projects) {
    var wanted = new ArrayList<>(named.stream().map(place::of).toList());
    if (!selector.isEmpty() || !projects.isEmpty() && named.isEmpty()) {
      var query = new StringBuilder("?selector=").append(ApiClient.segment(selector));
      projects.forEach(p -> query.append("&projects=").append(ApiClient.segment(p)));
      if (!place.namespace.isEmpty()) {
        query.append("&appNamespace=").append(ApiClient.segment(place.namespace));
      }
      var found = Tree.items(client.get(AppPaths.ALL + query).get("items"));
      if (found.isEmpty()) {
        throw new CliException(
            CliException.FAILED,
            "No matching apps found for filter: "
                + (selector.isEmpty()
                    ? "project " + String.join(",", projects)
                    : "selector " + selector));
      }
      found.forEach(i -> wanted.add(AppPaths.qualified(Tree.object(i))));
    }
    if (wanted.isEmpty()) {
      throw new CliException(
          CliException.FAILED, "no application named (expected: APPNAME or --selector)");
    }
    return wanted;
  }
}
