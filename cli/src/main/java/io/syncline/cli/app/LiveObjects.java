package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that name live objects of an application. */
final class LiveObjects {
  @Option(names = "--kind", required = true, description = "Kind of the objects")
  String kind = "";

  @Option(names = "--group", description = "API group of the objects, empty for core")
  @Nullable String group;

  @Option(names = "--resource-name", description = "Name of the object (default: all of the kind)")
  @Nullable String resource;

  /**
   * Those that are meant, among the objects of an application.
   *
   * @param namespace where they stand, null for anywhere
   * @throws CliException when there is none
   */
  List<ObjectTree> of(ApiClient client, String name, @Nullable String namespace) {
    var meant = find(client, name, namespace);
    if (meant.isEmpty()) {
      throw new CliException(
          CliException.FAILED, "No matching resource found (" + told(namespace) + ")");
    }
    return meant;
  }

  /** As {@link #of}, but there may be none. */
  List<ObjectTree> find(ApiClient client, String name, @Nullable String namespace) {
    return Tree.items(client.get(AppPaths.one(name, "/resource-tree")).get("nodes")).stream()
        .map(Tree::object)
        .filter(node -> meant(node) && fits(namespace, Tree.text(node, "namespace")))
        .toList();
  }

  private boolean meant(ObjectTree node) {
    return kind.equals(Tree.text(node, "kind"))
        && fits(group, Tree.text(node, "group"))
        && fits(resource, Tree.text(node, "name"));
  }

  private static boolean fits(@Nullable String wanted, String there) {
    return wanted == null || wanted.equals(there);
  }

  /** What was asked for, as people are told of it. */
  String told(@Nullable String namespace) {
    return "kind "
        + kind
        + (group == null ? "" : ", group \"" + group + "\"")
        + (namespace == null ? "" : ", namespace " + namespace)
        + (resource == null ? "" : ", name " + resource);
  }

  /** Where the API has a live object of an application. */
  static String path(String name, ObjectTree node, String... query) {
    var all = new ArrayList<String>();
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
