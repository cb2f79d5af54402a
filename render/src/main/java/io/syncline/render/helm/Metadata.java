package io.syncline.render.helm;

import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoObject;
import io.syncline.lang.gotemplate.GoStringMap;
import io.syncline.lang.gotemplate.GoStrings;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A Chart.yaml as templates see it under {@code .Chart}. */
final class Metadata {
  private Metadata() {}

  /** A scalar of Chart.yaml as text: Helm takes numbers for strings there. */
  static String text(ObjectTree tree, String key) {
    return switch (tree.get(key)) {
      case String s -> s;
      case Double d -> GoFormat.real(d);
      case Number n -> n.toString();
      case Boolean b -> b.toString();
      case null, default -> "";
    };
  }

  /** {@code .Chart} of a chart. */
  static GoObject of(Chart chart) {
    var tree = chart.metadata();
    var fields = new TreeMap<String, @Nullable Object>();
    fields.put("Name", chart.name());
    for (var key : List.of("home", "version", "description", "icon", "condition", "tags", "type")) {
      fields.put(Character.toUpperCase(key.charAt(0)) + key.substring(1), text(tree, key));
    }
    fields.put("APIVersion", text(tree, "apiVersion"));
    fields.put("AppVersion", text(tree, "appVersion"));
    fields.put("KubeVersion", text(tree, "kubeVersion"));
    fields.put("Deprecated", Tree.flag(tree, "deprecated"));
    fields.put("Sources", strings(tree.get("sources")));
    fields.put("Keywords", strings(tree.get("keywords")));
    var annotations = new TreeMap<String, String>();
    Tree.object(tree.get("annotations")).forEach((k, v) -> annotations.put(k, String.valueOf(v)));
    fields.put("Annotations", new GoStringMap(annotations));
    fields.put("Maintainers", maintainers(tree));
    fields.put("Dependencies", dependencies(chart));
    fields.put("IsRoot", chart.root());
    return new Struct("struct { chart.Metadata; IsRoot bool }", fields, plain(chart));
  }

  private static Object plain(Chart chart) {
    var plain = new TreeMap<String, @Nullable Object>();
    chart
        .metadata()
        .forEach(
            (k, v) -> {
              if (GoFormat.truth(v)) {
                plain.put(
                    k, v instanceof Number || v instanceof Boolean ? text(chart.metadata(), k) : v);
              }
            });
    plain.put("name", chart.name());
    plain.put("IsRoot", chart.root());
    return plain;
  }

  private static GoStrings strings(@Nullable Object items) {
    return new GoStrings(Tree.items(items).stream().map(String::valueOf).toList());
  }

  private static Object maintainers(ObjectTree tree) {
    var all = new ArrayList<@Nullable Object>();
    for (var item : Tree.items(tree.get("maintainers"))) {
      var fields = new TreeMap<String, @Nullable Object>();
      var one = Tree.object(item);
      fields.put("Name", text(one, "name"));
      fields.put("Email", text(one, "email"));
      fields.put("URL", text(one, "url"));
      all.add(new Struct("*chart.Maintainer", fields, one));
    }
    return all;
  }

  private static Object dependencies(Chart chart) {
    var all = new ArrayList<@Nullable Object>();
    for (var requirement : chart.requirements()) {
      var fields = new TreeMap<String, @Nullable Object>();
      fields.put("Name", requirement.usedName());
      fields.put("Version", requirement.version());
      fields.put("Repository", requirement.repository());
      fields.put("Condition", requirement.condition());
      fields.put("Tags", new GoStrings(requirement.tags()));
      fields.put("Enabled", true);
      fields.put("ImportValues", requirement.importValues());
      fields.put("Alias", requirement.alias());
      var plain = new TreeMap<String, @Nullable Object>();
      plain.put("name", requirement.usedName());
      plain.put("version", requirement.version());
      plain.put("repository", requirement.repository());
      all.add(new Struct("*chart.Dependency", fields, plain));
    }
    return all;
  }

  /**
   * Fields under fixed names.
   *
   * @param typeName Go's name of the type
   * @param fields by name
   * @param plain what encoders see
   */
  record Struct(String typeName, Map<String, @Nullable Object> fields, @Nullable Object plain)
      implements GoObject {
    Struct {
      fields = new TreeMap<>(fields);
    }

    @Override
    public Optional<Member> member(String name) {
      return fields.containsKey(name)
          ? Optional.of(new Member(fields.get(name)))
          : Optional.empty();
    }

    @Override
    public String text() {
      var values = fields.values().stream().map(GoFormat::text).toList();
      return "{" + String.join(" ", values) + "}";
    }
  }
}
