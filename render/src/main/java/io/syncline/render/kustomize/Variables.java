package io.syncline.render.kustomize;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeException;
import io.syncline.render.kustomize.node.NodeTrees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The old {@code vars}: {@code $(NAME)} in some fields stands for a field of another object. */
final class Variables {
  private static final Pattern INDEXED = Pattern.compile("^(.*)\\[(\\d+)]$");
  private final TreeMap<String, String> paths = new TreeMap<>();

  /** Adds the variables of a kustomization and notes which objects they read. */
  void add(List<Object> declared, ResourceMap map) {
    for (var item : declared) {
      var variable = Tree.object(item);
      var name = Tree.text(variable, "name");
      mark(name, Tree.object(variable.get("objref")), map);
      var path = Tree.text(variable, "fieldref", "fieldPath");
      put(name, path.isEmpty() ? "metadata.name" : path);
    }
  }

  private void put(String name, String path) {
    if (paths.putIfAbsent(name, path) != null) {
      throw new BuildException("var '" + name + "' already encountered");
    }
  }

  void addAll(Variables other) {
    other.paths.forEach(this::put);
  }

  private static void mark(String name, ObjectTree reference, ResourceMap map) {
    var apiVersion = Tree.text(reference, "apiVersion");
    var kind = Tree.text(reference, "kind");
    var gvk = apiVersion.isEmpty() ? FieldConfig.gvk(reference) : Gvk.of(apiVersion, kind);
    var id = new ResourceId(gvk, Tree.text(reference, "name"), Tree.text(reference, "namespace"));
    var matches = id.namespace().isEmpty() ? map.withAnyId(id::sameKindAndName) : map.named(id);
    if (matches.size() > 1) {
      throw new BuildException(
          "found "
              + matches.size()
              + " resId matches for var "
              + name
              + " (unable to disambiguate)");
    }
    if (matches.size() == 1) {
      matches.getFirst().variable(name);
    }
  }

  /** Puts the values in. */
  void resolve(ResourceMap map, List<FieldSpec> fields) {
    if (paths.isEmpty()) {
      return;
    }
    var holders = new HashMap<String, Resource>();
    for (var resource : map.resources()) {
      resource.variables().forEach(name -> holders.putIfAbsent(name, resource));
    }
    var values = new HashMap<String, Optional<Object>>();
    paths.forEach((name, path) -> values.put(name, value(name, path, holders.get(name))));
    for (var resource : map.resources()) {
      for (var field : fields) {
        if (resource.gvk().selectedBy(field.gvk())) {
          FieldWalk.visit(
              resource.node(),
              field,
              node -> {
                set(node, values);
                map.work().see(node);
              });
        }
      }
    }
    map.changed();
  }

  private static Optional<Object> value(String name, String path, @Nullable Resource holder) {
    if (holder == null) {
      throw new BuildException(
          "var '" + name + "' cannot be mapped to a field in the set of known resources");
    }
    var steps = new ArrayList<String>();
    for (var step : FieldSpec.splitDotted(path)) {
      var match = INDEXED.matcher(step);
      if (!match.matches()) {
        steps.add(step);
        continue;
      }
      if (!match.group(1).isEmpty()) {
        steps.add(match.group(1));
      }
      steps.add(match.group(2));
    }
    var node = FieldPath.lookup(holder.document(), steps);
    if (node.isEmpty()) {
      throw new BuildException(
          "field specified in var '" + name + "' not found in corresponding resource: " + path);
    }
    return scalar(node.get());
  }

  /** The value, absent when it is a map or a list, which no text can hold. */
  private static Optional<Object> scalar(Node node) {
    if (!node.isScalar()) {
      return Optional.empty();
    }
    return switch (node.tag()) {
      case Node.INT, Node.FLOAT, Node.BOOL -> Optional.ofNullable(NodeTrees.value(node));
      default -> Optional.of(node.text());
    };
  }

  private static void set(Node node, Map<String, Optional<Object>> values) {
    if (node.isNull()) {
      return;
    }
    switch (node.kind()) {
      case SCALAR -> replace(node, values);
      case MAP -> node.forEach((_, value) -> replace(value, values));
      case LIST -> {
        for (var i = 0; i < node.size(); i++) {
          if (!node.item(i).isString()) {
            throw new NodeException("invalid value type (expected: a string)");
          }
          replace(node.item(i), values);
        }
      }
    }
  }

  private static void replace(Node node, Map<String, Optional<Object>> values) {
    if (!node.isString()) {
      return;
    }
    var value = expand(node.text(), values);
    node.text(spell(value));
    var tag =
        switch (value) {
          case Boolean _ -> Node.BOOL;
          case Double _ -> Node.FLOAT;
          case Number _ -> Node.INT;
          default -> Node.STRING;
        };
    node.restyle(tag, Node.Style.PLAIN);
  }

  private static String spell(Object value) {
    return value instanceof Double d ? Json.number(d) : value.toString();
  }

  /** The text with variables replaced; the bare value when the text is one variable. */
  private static Object expand(String text, Map<String, Optional<Object>> values) {
    var out = new StringBuilder();
    var i = 0;
    while (i < text.length()) {
      var c = text.charAt(i);
      if (c != '$' || i + 1 >= text.length()) {
        out.append(c);
        i++;
        continue;
      }
      var next = text.charAt(i + 1);
      var close = next == '(' ? text.indexOf(')', i + 2) : -1;
      if (close < 0) {
        out.append(next == '$' ? "$" : "$" + next);
        i += 2;
        continue;
      }
      var name = text.substring(i + 2, close);
      var value = values.getOrDefault(name, Optional.empty());
      if (text.length() == name.length() + 3) {
        return value.orElse(text);
      }
      out.append(value.map(Variables::spell).orElse("$(" + name + ")"));
      i = close + 1;
    }
    return out.toString();
  }
}
