package io.syncline.merge.custom;

import io.syncline.lang.regex.GoRegex;
import io.syncline.merge.custom.Violation.Reason;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Checks that a schema is structural: every field has a type of its own, outside of any choice. */
final class StructuralCheck {
  private static final Set<String> TYPES =
      Set.of("string", "boolean", "integer", "number", "array", "object");
  private static final List<String> CHOICES = List.of("allOf", "anyOf", "oneOf");
  private static final List<String> OUTSIDE =
      List.of(
          "type",
          "title",
          "description",
          "default",
          "additionalProperties",
          "nullable",
          "x-kubernetes-preserve-unknown-fields",
          "x-kubernetes-embedded-resource",
          "x-kubernetes-list-type",
          "x-kubernetes-map-type");

  private enum Level {
    ROOT,
    FIELD,
    ITEM
  }

  private final List<Violation> found = new ArrayList<>();

  List<Violation> of(ObjectTree schema, String path) {
    node(schema, path, Level.ROOT);
    undefined(schema, path, true);
    rules(
        schema,
        path,
        (rule, place) -> {
          if (rule.source().isBlank()) {
            required(place + ".rule", "rule is not specified");
          } else {
            Rule.fault(rule.source())
                .ifPresent(
                    why ->
                        invalid(
                            place + ".rule",
                            rule.source(),
                            "compilation failed: ERROR: <input>:1:1: " + why));
          }
        });
    return found;
  }

  /** Visits every rule with its place. */
  static void rules(ObjectTree schema, String path, BiConsumer<Rule, String> visit) {
    var rules = Tree.items(schema.get("x-kubernetes-validations"));
    for (var i = 0; i < rules.size(); i++) {
      visit.accept(
          Rule.of(Tree.object(rules.get(i))),
          path + (path.isEmpty() ? "" : ".") + "x-kubernetes-validations[" + i + "]");
    }
    var properties = Tree.object(schema.get("properties"));
    for (var name : properties.keySet()) {
      rules(Tree.object(properties.get(name)), path + ".properties[" + name + "]", visit);
    }
    for (var child : List.of("items", "additionalProperties")) {
      if (schema.get(child) instanceof ObjectTree inner) {
        rules(inner, path + "." + child, visit);
      }
    }
  }

  private void required(String path, String message) {
    found.add(new Violation(path, Reason.REQUIRED, "Required value: " + message));
  }

  private void forbidden(String path, String message) {
    found.add(new Violation(path, Reason.FORBIDDEN, "Forbidden: " + message));
  }

  private void invalid(String path, Object value, String message) {
    found.add(
        new Violation(
            path, Reason.INVALID, "Invalid value: " + Json.write(value) + ": " + message));
  }

  private void undefined(ObjectTree schema, String path, boolean root) {
    var rules = Tree.items(schema.get("x-kubernetes-validations"));
    for (var i = 0; i < rules.size(); i++) {
      var source = Tree.text(rules.get(i), "rule");
      if (!source.isBlank() && Rule.fault(source).isEmpty()) {
        for (var name : Rule.undefined(source, new SchemaNode(schema), root)) {
          invalid(
              path + ".x-kubernetes-validations[" + i + "].rule",
              source,
              "compilation failed: ERROR: <input>:1:1: undefined field '" + name + "'");
        }
      }
    }
    var properties = Tree.object(schema.get("properties"));
    for (var name : properties.keySet()) {
      undefined(Tree.object(properties.get(name)), path + ".properties[" + name + "]", false);
    }
    for (var child : List.of("items", "additionalProperties")) {
      if (schema.get(child) instanceof ObjectTree inner) {
        undefined(inner, path + "." + child, false);
      }
    }
  }

  private void fallback(ObjectTree schema, String path) {
    var value = schema.get("default");
    if (value != null) {
      for (var violation : Validation.of(new SchemaNode(schema), value)) {
        var inner = violation.path();
        var dot = inner.isEmpty() || inner.startsWith("[") ? "" : ".";
        found.add(
            new Violation(
                path + ".default" + dot + inner, violation.reason(), violation.message()));
      }
    }
  }

  private void node(ObjectTree schema, String path, Level level) {
    var type = Tree.text(schema, "type");
    var free =
        Tree.flag(schema, "x-kubernetes-int-or-string")
            || Tree.flag(schema, "x-kubernetes-preserve-unknown-fields");
    if (type.isEmpty() && (level == Level.ROOT || !free)) {
      required(
          path + ".type",
          switch (level) {
            case ROOT -> "must not be empty at the root";
            case ITEM -> "must not be empty for specified array items";
            case FIELD -> "must not be empty for specified object fields";
          });
    } else if (level == Level.ROOT && !type.equals("object")) {
      invalid(path + ".type", type, "must be object at the root");
    } else if (!type.isEmpty() && !TYPES.contains(type)) {
      found.add(
          new Violation(
              path + ".type",
              Reason.NOT_SUPPORTED,
              "Unsupported value: "
                  + Json.write(type)
                  + ": supported values: \"array\", \"boolean\", \"integer\", \"number\","
                  + " \"object\", \"string\""));
    }
    extensions(schema, type, path, level);
    pattern(schema, path);
    fallback(schema, path);
    lists(schema, type, path);
    for (var choice : CHOICES) {
      var i = 0;
      for (var inner : Tree.items(schema.get(choice))) {
        nested(Tree.object(inner), path + "." + choice + "[" + i++ + "]", schema);
      }
    }
    if (schema.get("not") instanceof ObjectTree inner) {
      nested(inner, path + ".not", schema);
    }
    children(schema, path);
  }

  private void children(ObjectTree schema, String path) {
    var properties = Tree.object(schema.get("properties"));
    for (var name : properties.keySet()) {
      node(Tree.object(properties.get(name)), path + ".properties[" + name + "]", Level.FIELD);
    }
    if (schema.get("additionalProperties") instanceof ObjectTree inner) {
      node(inner, path + ".additionalProperties", Level.FIELD);
    }
    if (schema.get("items") instanceof ObjectTree inner) {
      node(inner, path + ".items", Level.ITEM);
    }
  }

  private void extensions(ObjectTree schema, String type, String path, Level level) {
    var additional = schema.get("additionalProperties");
    if (level == Level.ROOT && additional instanceof ObjectTree) {
      forbidden(path + ".additionalProperties", "must not be used at the root");
    }
    if (additional instanceof ObjectTree && !Tree.object(schema.get("properties")).isEmpty()) {
      forbidden(
          path + ".additionalProperties",
          "additionalProperties and properties are mutual exclusive");
    }
    if (Tree.flag(schema, "x-kubernetes-embedded-resource")) {
      if (!type.equals("object")) {
        invalid(path + ".type", type, "must be object if x-kubernetes-embedded-resource is true");
      }
      if (Tree.object(schema.get("properties")).isEmpty()
          && !Tree.flag(schema, "x-kubernetes-preserve-unknown-fields")) {
        required(
            path + ".properties",
            "must not be empty if x-kubernetes-embedded-resource is true without"
                + " x-kubernetes-preserve-unknown-fields");
      }
    }
    if (Tree.flag(schema, "uniqueItems")) {
      forbidden(
          path + ".uniqueItems",
          "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
    }
    if (schema.get("x-kubernetes-preserve-unknown-fields") instanceof Boolean keeps && !keeps) {
      invalid(path + ".x-kubernetes-preserve-unknown-fields", false, "must be true or undefined");
    }
  }

  private void pattern(ObjectTree schema, String path) {
    try {
      GoRegex.of(Tree.text(schema, "pattern"));
    } catch (GoRegex.RegexException e) {
      invalid(
          path + ".pattern",
          Tree.text(schema, "pattern"),
          "must be a valid regular expression, but isn't: " + e.getMessage());
    }
  }

  private void lists(ObjectTree schema, String type, String path) {
    if (type.equals("array") && !(schema.get("items") instanceof ObjectTree)) {
      required(path + ".items", "must be specified");
    }
    var keys = Tree.items(schema.get("x-kubernetes-list-map-keys"));
    var map = Tree.text(schema, "x-kubernetes-list-type").equals("map");
    if (map && keys.isEmpty()) {
      required(
          path + ".x-kubernetes-list-map-keys",
          "must not be empty if x-kubernetes-list-type is map");
    }
    var properties = Tree.object(Tree.at(schema, "items", "properties"));
    var needed = Tree.items(Tree.at(schema, "items", "required"));
    for (var key : map ? keys : List.of()) {
      var name = String.valueOf(key);
      if (!properties.containsKey(name)) {
        invalid(
            path + ".x-kubernetes-list-map-keys",
            keys,
            "entries must all be names of item properties");
      } else if (!needed.contains(name) && Tree.at(properties, name, "default") == null) {
        required(
            path + ".items.properties[" + name + "].default",
            "this property is in x-kubernetes-list-map-keys, so it must have a default or be a"
                + " required property");
      }
    }
  }

  /** Inside of a choice values are restricted, not described. */
  private void nested(ObjectTree schema, String path, ObjectTree outer) {
    var loose = Tree.flag(outer, "x-kubernetes-int-or-string");
    for (var field : OUTSIDE) {
      var value = schema.get(field);
      if (value == null
          || value.equals("")
          || value.equals(false)
          || (field.equals("type") && loose)) {
        continue;
      }
      var word = field.equals("additionalProperties") ? "undefined" : "empty";
      forbidden(path + "." + field, "must be " + word + " to be structural");
    }
    pattern(schema, path);
    var properties = Tree.object(schema.get("properties"));
    for (var name : properties.keySet()) {
      nested(
          Tree.object(properties.get(name)),
          path + ".properties[" + name + "]",
          Tree.object(Tree.at(outer, "properties", name)));
    }
    if (schema.get("items") instanceof ObjectTree inner) {
      nested(inner, path + ".items", Tree.object(outer.get("items")));
    }
    for (var choice : CHOICES) {
      var i = 0;
      for (var inner : Tree.items(schema.get(choice))) {
        nested(Tree.object(inner), path + "." + choice + "[" + i++ + "]", outer);
      }
    }
  }
}
