package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The order of the output: as the objects came, or by kind as {@code legacy} has it. */
final class SortOrder {
  private SortOrder() {}

  static void apply(ResourceMap map, Optional<ObjectTree> options) {
    var order = options.map(o -> Tree.text(o, "order")).orElse("legacy");
    var custom = options.map(o -> o.get("legacySortOptions")).filter(ObjectTree.class::isInstance);
    switch (order) {
      case "fifo" -> {
        if (custom.isPresent()) {
          throw new BuildException(
              "the field 'sortOptions.legacySortOptions' is set but the selected sort order is"
                  + " 'fifo', not 'legacy'");
        }
      }
      case "legacy" -> {
        var ranks =
            custom.isPresent()
                ? Gvk.ranks(texts(custom.get(), "orderFirst"), texts(custom.get(), "orderLast"))
                : Gvk.ranks(Gvk.firstKinds(), Gvk.lastKinds());
        sort(map, ranks);
      }
      default ->
          throw new BuildException(
              "the field 'sortOptions.order' is '" + order + "' (expected: fifo or legacy)");
    }
  }

  private static List<String> texts(Object options, String field) {
    return Tree.items(Tree.at(options, field)).stream().map(String::valueOf).toList();
  }

  private record Key(Resource resource, ResourceId id, int rank, String kind, String name) {}

  private static void sort(ResourceMap map, Map<String, Integer> ranks) {
    var keys =
        map.resources().stream()
            .map(
                resource -> {
                  var id = resource.id();
                  var gvk = id.gvk();
                  var namespace = id.namespace().isEmpty() ? "~X" : id.namespace();
                  var name = id.name().isEmpty() ? "~N" : id.name();
                  return new Key(
                      resource,
                      id,
                      ranks.getOrDefault(gvk.kind(), 0),
                      gvk.sortText(),
                      gvk + "|" + namespace + "|" + name);
                })
            .sorted(Comparator.comparingInt(Key::rank).thenComparing(SortOrder::compare))
            .toList();
    map.reorder(keys.stream().map(Key::resource).toList());
  }

  private static int compare(Key a, Key b) {
    if (a.id.gvk().equals(b.id.gvk())) {
      return a.name.compareTo(b.name);
    }
    var byKind = a.kind.compareTo(b.kind);
    var namespaces = a.id.gvk().kind().equals("Namespace") && b.id.gvk().kind().equals("Namespace");
    // The Namespace of the core group goes before those of other groups.
    return namespaces && (a.id.gvk().group().isEmpty() || b.id.gvk().group().isEmpty())
        ? -byKind
        : byKind;
  }
}
