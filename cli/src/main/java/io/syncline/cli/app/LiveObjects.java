package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that name live objects of an application. */
final class LiveObjects {
  @Option(names = "--kind", required = true, description = "Kind of the objects")
  String kind = "";

  @Option(names = "--group", description = "API group of the objects, empty for core")
  @Nullable String group;

  @Option(names = "--namespace", description = "Namespace of the objects")
  @Nullable String namespace;

  @Option(names = "--resource-name", description = "Name of the object (default: all of the kind)")
  @Nullable String resource;

  @Option(names = "--all", description = "Permit more than one object")
  boolean all;

  /**
   * Those that are meant, among the objects of an application.
   *
   * @throws CliException when there is none, or more than one and {@code --all} is missing
   */
  List<ObjectTree> of(ApiClient client, String name) {
    var meant =
        Tree.items(client.get(AppPaths.one(name, "/resource-tree")).get("nodes")).stream()
            .map(Tree::object)
            .filter(this::meant)
            .toList();
    if (meant.isEmpty()) {
      throw new CliException(CliException.FAILED, "No matching resource found (" + this + ")");
    }
    if (meant.size() > 1 && !all) {
      throw new CliException(
          CliException.FAILED,
          "Multiple resources match inputs. Use the --all flag to act on all of them ("
              + meant.size()
              + " of "
              + this
              + ")");
    }
    return meant;
  }

  private boolean meant(ObjectTree node) {
    return kind.equals(Tree.text(node, "kind"))
        && fits(group, Tree.text(node, "group"))
        && fits(namespace, Tree.text(node, "namespace"))
        && fits(resource, Tree.text(node, "name"));
  }

  private static boolean fits(@Nullable String wanted, String there) {
    return wanted == null || wanted.equals(there);
  }

  @Override
  public String toString() {
    return "kind "
        + kind
        + (group == null ? "" : ", group \"" + group + "\"")
        + (namespace == null ? "" : ", namespace " + namespace)
        + (resource == null ? "" : ", name " + resource);
  }

  /** Where the API has a live object of an application. */
  static String path(String name, ObjectTree node, String... query) {
    var all = new java.util.ArrayList<String>();
    for (var part : List.of("group", "version", "kind", "namespace")) {
      all.add(part + "=" + ApiClient.segment(Tree.text(node, part)));
    }
    all.add("resourceName=" + ApiClient.segment(Tree.text(node, "name")));
    all.addAll(List.of(query));
    return AppPaths.one(name, "/resource", all.toArray(String[]::new));
  }

  /** How people are told of a live object. */
  static String shown(ObjectTree node) {
    var group = Tree.text(node, "group");
    var namespace = Tree.text(node, "namespace");
    return (group.isEmpty() ? "" : group + "/")
        + Tree.text(node, "kind")
        + " "
        + (namespace.isEmpty() ? "" : namespace + "/")
        + Tree.text(node, "name");
  }
}
