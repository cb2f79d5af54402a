package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Where an object or a change came from, as the annotations of {@code buildMetadata} say it.
 *
 * @param path file the object came from, "" when generated
 * @param configuredIn file that configures the generator or transformer, "" for plain objects
 * @param by its apiVersion, kind, name and namespace; "" where it has none
 */
record Origin(Place path, Place configuredIn, List<String> by) {
  /**
   * A path and the remote repository it stands in.
   *
   * @param repo the repository, "" for the source's own
   * @param ref branch, tag or commit there, "" where none is named
   * @param path path from where the build began, or from the root of the remote repository
   */
  record Place(String repo, String ref, String path) {
    static final Place NONE = new Place("", "", "");

    /** What {@code written} leads to from here. */
    Place to(String written) {
      return RepoAddress.parse(written)
          .map(remote -> new Place(remote.url(), remote.ref(), remote.path()))
          .orElseGet(() -> new Place(repo, ref, join(path, written)));
    }

    private static String join(String base, String path) {
      var parts = new ArrayDeque<String>();
      for (var part : (base + "/" + path).split("/")) {
        switch (part) {
          case "", "." -> {}
          case ".." -> {
            if (parts.isEmpty() || parts.getLast().equals("..")) {
              parts.add(part);
            } else {
              parts.removeLast();
            }
          }
          default -> parts.add(part);
        }
      }
      return String.join("/", parts);
    }
  }

  static Origin file(Place path) {
    return new Origin(path, Place.NONE, List.of("", "", "", ""));
  }

  static Origin builtin(Place configuredIn, String kind) {
    return new Origin(Place.NONE, configuredIn, List.of("builtin", kind, "", ""));
  }

  ObjectTree tree() {
    var tree = new ObjectTree.Builder(5);
    put(tree, "path", path.path());
    put(tree, "repo", path.repo() + configuredIn.repo());
    put(tree, "ref", path.ref() + configuredIn.ref());
    put(tree, "configuredIn", configuredIn.path());
    var configured = new ObjectTree.Builder(4);
    put(configured, "apiVersion", by.get(0));
    put(configured, "kind", by.get(1));
    put(configured, "name", by.get(2));
    put(configured, "namespace", by.get(3));
    var whole = configured.build();
    if (!whole.isEmpty()) {
      tree.put("configuredBy", whole);
    }
    return tree.build();
  }

  private static void put(ObjectTree.Builder tree, String key, String value) {
    if (!value.isEmpty()) {
      tree.put(key, value);
    }
  }

  /** The text of the origin annotation. */
  String text() {
    return Yaml.writeInOrder(tree());
  }

  /** The text of the transformations annotation with this one added to {@code before}. */
  String appendTo(String before) {
    return before + Yaml.writeInOrder(List.of(tree()));
  }
}
