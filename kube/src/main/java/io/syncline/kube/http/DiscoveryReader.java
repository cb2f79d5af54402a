package io.syncline.kube.http;

import io.syncline.kube.ClusterException;
import io.syncline.kube.Discovery;
import io.syncline.kube.ResourceKind;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** Reads what a cluster serves: aggregated where the server can, group by group elsewhere. */
final class DiscoveryReader {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

  private final Transport transport;

  DiscoveryReader(Transport transport) {
    this.transport = transport;
  }

  Discovery read() {
    var kinds = new ArrayList<ResourceKind>();
    for (var root : List.of("/api", "/apis")) {
      var answer = transport.send(new Transport.Request("GET", root, "", AGGREGATED, "", ""));
      switch (Tree.text(answer, "kind")) {
        case "APIGroupDiscoveryList" -> aggregated(answer, kinds);
        case "APIVersions" -> {
          for (var version : Tree.items(answer.get("versions"))) {
            legacy("/api/" + version, "", String.valueOf(version), kinds);
          }
        }
        default -> groups(answer, kinds);
      }
    }
    return new Discovery(kinds);
  }

  private static void aggregated(ObjectTree list, List<ResourceKind> kinds) {
    for (var item : Tree.items(list.get("items"))) {
      var group = Tree.text(item, "metadata", "name");
      for (var version : Tree.items(Tree.at(item, "versions"))) {
        for (var resource : Tree.items(Tree.at(version, "resources"))) {
          var served = Tree.text(resource, "responseKind", "group");
          kinds.add(
              new ResourceKind(
                  served.isEmpty() ? group : served,
                  Tree.text(version, "version"),
                  Tree.text(resource, "responseKind", "kind"),
                  Tree.text(resource, "resource"),
                  singular(
                      Tree.text(resource, "singularResource"),
                      Tree.text(resource, "responseKind", "kind")),
                  Tree.text(resource, "scope").equals("Namespaced"),
                  strings(Tree.at(resource, "verbs")),
                  strings(Tree.at(resource, "shortNames"))));
        }
      }
    }
  }

  private void groups(ObjectTree list, List<ResourceKind> kinds) {
    for (var group : Tree.items(list.get("groups"))) {
      var preferred = Tree.text(group, "preferredVersion", "version");
      var versions = new ArrayList<String>();
      for (var version : Tree.items(Tree.at(group, "versions"))) {
        var name = Tree.text(version, "version");
        versions.add(name.equals(preferred) ? 0 : versions.size(), name);
      }
      var name = Tree.text(group, "name");
      for (var version : versions) {
        try {
          legacy("/apis/" + name + "/" + version, name, version, kinds);
        } catch (ClusterException e) {
          // A group whose extension server is down must not hide the others.
          if (e.code() == ClusterException.Code.UNREACHABLE) {
            throw e;
          }
        }
      }
    }
  }

  private void legacy(String path, String group, String version, List<ResourceKind> kinds) {
    var answer = transport.send(Transport.Request.get(path));
    for (var resource : Tree.items(answer.get("resources"))) {
      var plural = Tree.text(resource, "name");
      if (!plural.contains("/")) {
        kinds.add(
            new ResourceKind(
                group,
                version,
                Tree.text(resource, "kind"),
                plural,
                singular(Tree.text(resource, "singularName"), Tree.text(resource, "kind")),
                Tree.flag(resource, "namespaced"),
                strings(Tree.at(resource, "verbs")),
                strings(Tree.at(resource, "shortNames"))));
      }
    }
  }

  private static String singular(String given, String kind) {
    return given.isEmpty() ? kind.toLowerCase(java.util.Locale.ROOT) : given;
  }

  private static List<String> strings(@org.jspecify.annotations.Nullable Object list) {
    return Tree.items(list).stream().map(String::valueOf).toList();
  }
}
