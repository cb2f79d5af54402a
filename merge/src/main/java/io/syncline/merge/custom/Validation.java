package io.syncline.merge.custom;

import io.syncline.lang.regex.GoRegex;
import io.syncline.merge.custom.Violation.Reason;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass over an object that collects everything its schema does not permit. */
final class Validation {
  private final List<Violation> found = new ArrayList<>();

  List<Violation> whole(SchemaNode root, ObjectTree object) {
    object(root, object, "", true);
    combined(root, object, "");
    return List.copyOf(found);
  }

  /** What {@code schema} does not permit about {@code value}, itself without a path. */
  static List<Violation> of(SchemaNode schema, Object value) {
    return problems(schema, value, "");
  }

  private void add(String path, Reason reason, String message) {
    found.add(new Violation(path, reason, message));
  }

  private void invalid(String path, @Nullable Object value, String rule) {
    add(path, Reason.INVALID, "Invalid value: " + shown(value) + ": " + path + " in body " + rule);
  }

  private static String shown(@Nullable Object value) {
    var whole = value instanceof ObjectTree || value instanceof List;
    return Json.write(whole ? typeOf(value) : value);
  }

  private void check(SchemaNode node, @Nullable Object value, String path) {
    if (value == null) {
      if (!node.nullable && !node.type.isEmpty()) {
        wrongType(node, "null", path);
      }
      return;
    }
    if (!fits(node, value)) {
      wrongType(node, typeOf(value), path);
      choice(node, value, path);
      return;
    }
    choice(node, value, path);
    switch (value) {
      case String text -> string(node, text, path);
      case Number number -> number(node, number, path);
      case ObjectTree object -> object(node, object, path, node.embedded);
      case List<?> items -> list(node, items, path);
      default -> {}
    }
    combined(node, value, path);
  }

  private void wrongType(SchemaNode node, String actual, String path) {
    var wanted = node.intOrString ? "integer,string" : node.type;
    add(
        path,
        Reason.TYPE_INVALID,
        "Invalid value: \""
            + actual
            + "\": "
            + path
            + " in body must be of type "
            + wanted
            + ": \""
            + actual
            + "\"");
  }

  private static boolean fits(SchemaNode node, Object value) {
    if (node.intOrString) {
      return value instanceof String || isWhole(value);
    }
    return switch (node.type) {
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "integer" -> isWhole(value);
      case "number" -> value instanceof Number;
      case "array" -> value instanceof List;
      case "object" -> value instanceof ObjectTree;
      default -> true;
    };
  }

  private static boolean isWhole(Object value) {
    return value instanceof Long
        || (value instanceof Double d && d == Math.rint(d) && !Double.isInfinite(d));
  }

  private static String typeOf(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String _ -> "string";
      case Boolean _ -> "boolean";
      case Long _ -> "integer";
      case Number _ -> "number";
      case List<?> _ -> "array";
      default -> "object";
    };
  }

  private void choice(SchemaNode node, Object value, String path) {
    if (!(node.source.get("enum") instanceof List<?> permitted)) {
      return;
    }
    if (permitted.stream().noneMatch(choice -> equal(choice, value))) {
      var choices = permitted.stream().map(Json::write).toList();
      add(
          path,
          Reason.NOT_SUPPORTED,
          "Unsupported value: "
              + Json.write(value)
              + ": supported values: "
              + String.join(", ", choices));
    }
  }

  private static boolean equal(@Nullable Object a, @Nullable Object b) {
    return a instanceof Number x && b instanceof Number y
        ? decimal(x).compareTo(decimal(y)) == 0
        : Objects.equals(a, b);
  }

  private static BigDecimal decimal(Number number) {
    return switch (number) {
      case BigInteger big -> new BigDecimal(big);
      case Double d -> BigDecimal.valueOf(d);
      default -> BigDecimal.valueOf(number.longValue());
    };
  }

  private void string(SchemaNode node, String text, String path) {
    var length = text.codePointCount(0, text.length());
    var most = Tree.number(node.source, Long.MAX_VALUE, "maxLength");
    if (length > most) {
      add(path, Reason.TOO_LONG, "Too long: may not be more than " + most + " bytes");
      return;
    }
    var least = Tree.number(node.source, 0, "minLength");
    if (length < least) {
      invalid(path, text, "should be at least " + least + " chars long");
      return;
    }
    if (node.pattern.isPresent() && !matches(node.pattern.get(), text)) {
      invalid(path, text, "should match '" + Tree.text(node.source, "pattern") + "'");
    }
    var format = Tree.text(node.source, "format");
    if (!Formats.holds(format, text)) {
      add(
          path,
          Reason.TYPE_INVALID,
          "Invalid value: "
              + Json.write(text)
              + ": "
              + path
              + " in body must be of type "
              + format
              + ": "
              + Json.write(text));
    }
  }

  /** A match that takes too long is none. */
  private static boolean matches(GoRegex pattern, String text) {
    try {
      return pattern.matches(text);
    } catch (GoRegex.RegexException _) {
      return false;
    }
  }

  private void number(SchemaNode node, Number number, String path) {
    var value = decimal(number);
    if (node.source.get("minimum") instanceof Number bound) {
      var order = value.compareTo(decimal(bound));
      var open = Tree.flag(node.source, "exclusiveMinimum");
      if (order < 0 || (open && order == 0)) {
        var rule = open ? "should be greater than " : "should be greater than or equal to ";
        invalid(path, number, rule + Json.write(bound));
      }
    }
    if (node.source.get("maximum") instanceof Number bound) {
      var order = value.compareTo(decimal(bound));
      var open = Tree.flag(node.source, "exclusiveMaximum");
      if (order > 0 || (open && order == 0)) {
        var rule = open ? "should be less than " : "should be less than or equal to ";
        invalid(path, number, rule + Json.write(bound));
      }
    }
    if (node.source.get("multipleOf") instanceof Number factor
        && decimal(factor).signum() != 0
        && value.remainder(decimal(factor)).signum() != 0) {
      invalid(path, number, "should be a multiple of " + Json.write(factor));
    }
  }

  private void object(SchemaNode node, ObjectTree object, String path, boolean resource) {
    for (var name : Tree.items(node.source.get("required"))) {
      if (!object.containsKey(String.valueOf(name))) {
        add(child(path, String.valueOf(name)), Reason.REQUIRED, "Required value");
      }
    }
    if (resource && !path.isEmpty()) {
      for (var name : List.of("apiVersion", "kind")) {
        if (Tree.text(object, name).isEmpty()) {
          add(child(path, name), Reason.REQUIRED, "Required value: must not be empty");
        }
      }
    }
    var least = Tree.number(node.source, 0, "minProperties");
    if (object.size() < least) {
      invalid(path, (long) object.size(), "should have at least " + least + " properties");
    }
    var most = Tree.number(node.source, Long.MAX_VALUE, "maxProperties");
    if (object.size() > most) {
      tooMany(path, object.size(), most);
    }
    for (var i = 0; i < object.size(); i++) {
      var key = object.keyAt(i);
      var value = object.valueAt(i);
      var place = child(path, key);
      if (!(resource && Set.of("apiVersion", "kind", "metadata").contains(key))) {
        node.member(key).ifPresent(member -> check(member, value, place));
      }
    }
  }

  private static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private void tooMany(String path, int size, long most) {
    add(path, Reason.TOO_MANY, "Too many: " + size + ": must have at most " + most + " items");
  }

  private void list(SchemaNode node, List<?> items, String path) {
    var least = Tree.number(node.source, 0, "minItems");
    if (items.size() < least) {
      invalid(path, (long) items.size(), "should have at least " + least + " items");
    }
    var most = Tree.number(node.source, Long.MAX_VALUE, "maxItems");
    if (items.size() > most) {
      tooMany(path, items.size(), most);
    }
    if (Tree.flag(node.source, "uniqueItems") && new HashSet<>(items).size() < items.size()) {
      invalid(path, items, "shouldn't contain duplicates");
    }
    distinct(node, items, path);
    for (var i = 0; i < items.size(); i++) {
      var item = Tree.items(items).get(i);
      var place = path + "[" + i + "]";
      node.items.ifPresent(child -> check(child, item, place));
    }
  }

  private void distinct(SchemaNode node, List<?> items, String path) {
    var relation = Tree.text(node.source, "x-kubernetes-list-type");
    if (!relation.equals("set") && !relation.equals("map")) {
      return;
    }
    var keys = Tree.items(node.source.get("x-kubernetes-list-map-keys"));
    var seen = new HashSet<@Nullable Object>();
    for (var i = 0; i < items.size(); i++) {
      Object identity = items.get(i);
      if (relation.equals("map") && identity instanceof ObjectTree object) {
        var picked = ObjectTree.EMPTY;
        for (var key : keys) {
          picked = picked.with(String.valueOf(key), object.get(key));
        }
        identity = picked;
      }
      if (!seen.add(identity)) {
        add(path + "[" + i + "]", Reason.DUPLICATE, "Duplicate value: " + shownIdentity(identity));
      }
    }
  }

  private static String shownIdentity(@Nullable Object identity) {
    return (identity instanceof ObjectTree ? "map[string]interface {}" : "") + Json.write(identity);
  }

  private void combined(SchemaNode node, Object value, String path) {
    if (node.allOf.stream().anyMatch(schema -> !permits(schema, value))) {
      node.allOf.forEach(schema -> found.addAll(problems(schema, value, path)));
      var none = node.allOf.stream().noneMatch(schema -> permits(schema, value));
      combination(path, "must validate all the schemas (allOf)" + (none ? ". None validated" : ""));
    }
    if (!node.anyOf.isEmpty() && node.anyOf.stream().noneMatch(schema -> permits(schema, value))) {
      combination(path, "must validate at least one schema (anyOf)");
      nearest(node.anyOf, value, path);
    }
    var fitting = node.oneOf.stream().filter(schema -> permits(schema, value)).count();
    if (!node.oneOf.isEmpty() && fitting != 1) {
      combination(
          path,
          "must validate one and only one schema (oneOf). Found "
              + (fitting == 0 ? "none valid" : fitting + " valid alternatives"));
      if (fitting == 0) {
        nearest(node.oneOf, value, path);
      }
    }
    if (node.not.isPresent() && permits(node.not.get(), value)) {
      combination(path, "must not validate the schema (not)");
    }
  }

  private void combination(String path, String rule) {
    var quoted = "\"" + path + "\"";
    add("<nil>", Reason.INVALID, "Invalid value: \"\": " + quoted + " " + rule);
  }

  /** What is wrong with the value by the schema it comes closest to. */
  private void nearest(List<SchemaNode> schemas, Object value, String path) {
    schemas.stream()
        .map(schema -> problems(schema, value, path))
        .min(Comparator.comparingInt(List::size))
        .ifPresent(found::addAll);
  }

  private static boolean permits(SchemaNode schema, Object value) {
    return problems(schema, value, "").isEmpty();
  }

  private static List<Violation> problems(SchemaNode schema, Object value, String path) {
    var inner = new Validation();
    inner.check(schema, value, path);
    return inner.found;
  }
}
