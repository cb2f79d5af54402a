package io.syncline.localkube.kind;

import io.syncline.localkube.api.ResourceId;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The built-in resources, read once from the facts file. */
final class BuiltIns {
  private static final String FACTS = "/io/syncline/merge/kube-types.json";

  private BuiltIns() {}

  /** All of them, in the order of the facts. */
  static final List<Resource> ALL = read();

  private static List<Resource> read() {
    try (var in = BuiltIns.class.getResourceAsStream(FACTS)) {
      if (in == null) {
        throw new IllegalStateException("facts " + FACTS + " are missing in the class path");
      }
      var resources = new ArrayList<Resource>();
      for (var kind : Tree.items(Json.parseObject(in.readAllBytes()).get("kinds"))) {
        resources.add(resource(Tree.object(kind)));
      }
      return List.copyOf(resources);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Resource resource(ObjectTree facts) {
    var kind = Tree.text(facts, "kind");
    return new Resource(
        new ResourceId(
            Tree.text(facts, "group"), Tree.text(facts, "version"), Tree.text(facts, "plural")),
        kind,
        new Resource.Names(
            Tree.text(facts, "singular"),
            kind + "List",
            strings(facts.get("shortNames")),
            strings(facts.get("categories"))),
        Tree.flag(facts, "namespaced"),
        strings(facts.get("verbs")),
        strings(facts.get("subresources")),
        new Resource.Traits(
            Tree.flag(facts, "statusStrategy"),
            Tree.text(facts, "generation").equals("spec"),
            Tree.flag(facts, "gracefulDelete"),
            Tree.text(facts, "defaultDeletePropagation").equals("Orphan")),
        strings(facts.get("fieldSelectors")),
        columns(Tree.items(facts.get("table"))),
        Optional.empty());
  }

  private static List<String> strings(@Nullable Object list) {
    return Tree.items(list).stream().map(String::valueOf).toList();
  }

  private static List<Column> columns(List<Object> table) {
    var columns = new ArrayList<Column>();
    for (var item : table) {
      var name = item instanceof String text ? text : Tree.text(item, "name");
      var type = Tree.text(item, "type");
      columns.add(
          new Column(
              name,
              type.isEmpty() ? "string" : type,
              name.equals("Name") ? "name" : "",
              name.equals("Name")
                  ? "Name must be unique within a namespace."
                  : name + " of the object.",
              (int) Tree.number(item, 0, "priority"),
              Optional.empty()));
    }
    return columns;
  }
}
