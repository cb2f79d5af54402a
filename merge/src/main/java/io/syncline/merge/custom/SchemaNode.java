package io.syncline.merge.custom;

import io.syncline.lang.regex.GoRegex;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One node of an {@code openAPIV3Schema}, with its children read and its pattern compiled. */
final class SchemaNode {
  final ObjectTree source;
  final String type;
  final Map<String, SchemaNode> properties;
  final Optional<SchemaNode> additional;
  final Optional<SchemaNode> items;
  final boolean preserves;
  final boolean embedded;
  final boolean intOrString;
  final boolean nullable;
  final List<SchemaNode> allOf;
  final List<SchemaNode> anyOf;
  final List<SchemaNode> oneOf;
  final Optional<SchemaNode> not;
  final Optional<GoRegex> pattern;
  final List<Rule> rules;

  /** Whether rules see values of this node, or of nodes below, in other types than JSON has. */
  final boolean typed;

  /** Whether there are rules here or below. */
  final boolean ruled;

  SchemaNode(ObjectTree source) {
    this.source = source;
    type = Tree.text(source, "type");
    var children = new LinkedHashMap<String, SchemaNode>();
    Tree.object(source.get("properties"))
        .forEach((name, node) -> children.put(name, new SchemaNode(Tree.object(node))));
    properties = Collections.unmodifiableMap(children);
    additional = additional(source.get("additionalProperties"));
    items = child("items");
    preserves = Tree.flag(source, "x-kubernetes-preserve-unknown-fields");
    embedded = Tree.flag(source, "x-kubernetes-embedded-resource");
    intOrString = Tree.flag(source, "x-kubernetes-int-or-string");
    nullable = Tree.flag(source, "nullable");
    allOf = children("allOf");
    anyOf = children("anyOf");
    oneOf = children("oneOf");
    not = child("not");
    pattern = pattern(Tree.text(source, "pattern"));
    rules =
        Tree.items(source.get("x-kubernetes-validations")).stream()
            .map(rule -> Rule.of(Tree.object(rule)))
            .toList();
    typed =
        type.equals("number")
            || (type.equals("string")
                && Set.of("date-time", "date", "duration", "byte")
                    .contains(Tree.text(source, "format")))
            || additional.filter(node -> node.typed).isPresent()
            || items.filter(node -> node.typed).isPresent()
            || properties.values().stream().anyMatch(node -> node.typed);
    ruled =
        !rules.isEmpty()
            || additional.filter(node -> node.ruled).isPresent()
            || items.filter(node -> node.ruled).isPresent()
            || properties.values().stream().anyMatch(node -> node.ruled);
  }

  private static Optional<SchemaNode> additional(@Nullable Object value) {
    return switch (value) {
      case ObjectTree schema -> Optional.of(new SchemaNode(schema));
      case Boolean allowed when allowed ->
          Optional.of(new SchemaNode(ObjectTree.of("x-kubernetes-preserve-unknown-fields", true)));
      case null, default -> Optional.empty();
    };
  }

  private Optional<SchemaNode> child(String name) {
    return source.get(name) instanceof ObjectTree node
        ? Optional.of(new SchemaNode(node))
        : Optional.empty();
  }

  private List<SchemaNode> children(String name) {
    return Tree.items(source.get(name)).stream()
        .map(node -> new SchemaNode(Tree.object(node)))
        .toList();
  }

  private static Optional<GoRegex> pattern(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(GoRegex.of(text));
    } catch (GoRegex.RegexException _) {
      // what this platform cannot read must not refuse objects
      return Optional.empty();
    }
  }

  /** Whether the value under a key nobody declared is kept. */
  boolean keepsUnknown() {
    return preserves;
  }

  boolean has(String key) {
    return source.get(key) != null;
  }

  Optional<SchemaNode> member(String key) {
    var property = properties.get(key);
    return property != null ? Optional.of(property) : additional;
  }
}
