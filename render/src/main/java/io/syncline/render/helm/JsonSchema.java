package io.syncline.render.helm;

import io.syncline.lang.regex.GoRegex;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checks of JSON Schema that charts use: types, enumerations, bounds, patterns, objects, lists,
 * combinations and references inside the same document. {@code format} and references to other
 * documents are taken as met.
 */
final class JsonSchema {
  private static final int MAX_DEPTH = 100;

  private final @Nullable Object root;

  JsonSchema(@Nullable Object root) {
    this.root = root;
  }

  /** What is wrong with {@code value}, place first; nothing when it fits. */
  List<String> problems(@Nullable Object value) {
    var problems = new ArrayList<String>();
    check(root, value, "", problems, 0);
    return problems;
  }

  private boolean fits(@Nullable Object schema, @Nullable Object value, int depth) {
    var problems = new ArrayList<String>();
    check(schema, value, "", problems, depth + 1);
    return problems.isEmpty();
  }

  private void check(
      @Nullable Object schema,
      @Nullable Object value,
      String at,
      List<String> problems,
      int depth) {
    if (depth > MAX_DEPTH) {
      problems.add(place(at) + "schema nests deeper than " + MAX_DEPTH);
      return;
    }
    if (Boolean.FALSE.equals(schema)) {
      problems.add(place(at) + "not allowed");
    }
    if (!(schema instanceof ObjectTree rules)) {
      return;
    }
    if (rules.get("$ref") instanceof String reference && reference.startsWith("#")) {
      check(referenced(reference), value, at, problems, depth + 1);
    }
    checkType(rules, value, at, problems);
    combinations(rules, value, at, problems, depth);
    switch (value) {
      case String s -> checkText(rules, s, at, problems);
      case Number n -> checkNumber(rules, n.doubleValue(), at, problems);
      case List<?> list -> checkList(rules, list, at, problems, depth);
      case Map<?, ?> map -> checkObject(rules, map, at, problems, depth);
      case null, default -> {}
    }
  }

  private static String place(String at) {
    return "at '" + at + "': ";
  }

  private @Nullable Object referenced(String reference) {
    var here = root;
    for (var step : reference.substring(1).split("/")) {
      if (!step.isEmpty()) {
        here = Tree.at(here, step.replace("~1", "/").replace("~0", "~"));
      }
    }
    return here;
  }

  private static void checkType(
      ObjectTree rules, @Nullable Object value, String at, List<String> problems) {
    var types =
        rules.get("type") instanceof String one ? List.of(one) : Tree.items(rules.get("type"));
    if (!types.isEmpty() && types.stream().noneMatch(t -> is(String.valueOf(t), value))) {
      var wanted = types.stream().map(String::valueOf).toList();
      problems.add(place(at) + "got " + type(value) + ", want " + String.join(" or ", wanted));
    }
    if (rules.containsKey("enum")
        && Tree.items(rules.get("enum")).stream().noneMatch(e -> same(e, value))) {
      problems.add(place(at) + "value must be one of " + Json.write(rules.get("enum")));
    }
    if (rules.containsKey("const") && !same(rules.get("const"), value)) {
      problems.add(place(at) + "value must be " + Json.write(rules.get("const")));
    }
  }

  private static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number left && b instanceof Number right) {
      return left.doubleValue() == right.doubleValue();
    }
    return Json.write(Tree.sorted(Tree.freeze(a))).equals(Json.write(Tree.sorted(Tree.freeze(b))));
  }

  private static boolean is(String type, @Nullable Object value) {
    return type.equals(type(value))
        || type.equals("number") && value instanceof Number
        || type.equals("integer")
            && value instanceof Number n
            && n.doubleValue() == Math.rint(n.doubleValue());
  }

  private static String type(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String _ -> "string";
      case Boolean _ -> "boolean";
      case Number _ -> "number";
      case List<?> _ -> "array";
      default -> "object";
    };
  }

  private void combinations(
      ObjectTree rules, @Nullable Object value, String at, List<String> problems, int depth) {
    for (var all : Tree.items(rules.get("allOf"))) {
      check(all, value, at, problems, depth + 1);
    }
    var any = Tree.items(rules.get("anyOf"));
    if (!any.isEmpty() && any.stream().noneMatch(s -> fits(s, value, depth))) {
      problems.add(place(at) + "fits none of anyOf");
    }
    var one = Tree.items(rules.get("oneOf"));
    var fitting = one.stream().filter(s -> fits(s, value, depth)).count();
    if (!one.isEmpty() && fitting != 1) {
      problems.add(place(at) + "fits " + fitting + " of oneOf (expected: 1)");
    }
    if (rules.containsKey("not") && fits(rules.get("not"), value, depth)) {
      problems.add(place(at) + "fits what it must not");
    }
    if (rules.containsKey("if")) {
      var branch = fits(rules.get("if"), value, depth) ? "then" : "else";
      check(rules.get(branch), value, at, problems, depth + 1);
    }
  }

  private static void checkText(ObjectTree rules, String text, String at, List<String> problems) {
    var length = text.codePointCount(0, text.length());
    bounds(rules, "minLength", "maxLength", length, place(at) + "length", problems);
    if (rules.get("pattern") instanceof String pattern) {
      try {
        if (!GoRegex.of(pattern).matches(text)) {
          problems.add(place(at) + "does not match pattern '" + pattern + "'");
        }
      } catch (GoRegex.RegexException malformed) {
        problems.add(place(at) + malformed.getMessage());
      }
    }
  }

  private static void bounds(
      ObjectTree rules, String low, String high, double value, String what, List<String> problems) {
    if (rules.get(low) instanceof Number least && value < least.doubleValue()) {
      problems.add(what + " " + Json.number(value) + " is below " + low + " " + least);
    }
    if (rules.get(high) instanceof Number most && value > most.doubleValue()) {
      problems.add(what + " " + Json.number(value) + " is above " + high + " " + most);
    }
  }

  private static void checkNumber(
      ObjectTree rules, double value, String at, List<String> problems) {
    bounds(rules, "minimum", "maximum", value, place(at) + "value", problems);
    if (rules.get("exclusiveMinimum") instanceof Number least && value <= least.doubleValue()) {
      problems.add(place(at) + "value " + Json.number(value) + " is not above " + least);
    }
    if (rules.get("exclusiveMaximum") instanceof Number most && value >= most.doubleValue()) {
      problems.add(place(at) + "value " + Json.number(value) + " is not below " + most);
    }
    if (rules.get("multipleOf") instanceof Number step
        && Math.rint(value / step.doubleValue()) != value / step.doubleValue()) {
      problems.add(place(at) + "value " + Json.number(value) + " is no multiple of " + step);
    }
  }

  private void checkList(
      ObjectTree rules, List<?> list, String at, List<String> problems, int depth) {
    bounds(rules, "minItems", "maxItems", list.size(), place(at) + "item count", problems);
    var firsts =
        Tree.items(
            rules.containsKey("prefixItems") ? rules.get("prefixItems") : rules.get("items"));
    var rest =
        rules.get("items") instanceof List<?> ? rules.get("additionalItems") : rules.get("items");
    for (var i = 0; i < list.size(); i++) {
      check(
          i < firsts.size() ? firsts.get(i) : rest, list.get(i), at + "/" + i, problems, depth + 1);
    }
    if (rules.containsKey("contains")
        && list.stream().noneMatch(v -> fits(rules.get("contains"), v, depth))) {
      problems.add(place(at) + "no item fits contains");
    }
    if (Tree.flag(rules, "uniqueItems")) {
      var seen = new HashSet<String>();
      if (!list.stream().allMatch(v -> seen.add(Json.write(Tree.sorted(Tree.freeze(v)))))) {
        problems.add(place(at) + "items are not unique");
      }
    }
  }

  private void checkObject(
      ObjectTree rules, Map<?, ?> map, String at, List<String> problems, int depth) {
    bounds(
        rules,
        "minProperties",
        "maxProperties",
        map.size(),
        place(at) + "property count",
        problems);
    for (var name : Tree.items(rules.get("required"))) {
      if (!map.containsKey(name)) {
        problems.add(place(at) + "missing property '" + name + "'");
      }
    }
    var known = Tree.object(rules.get("properties"));
    var patterns = Tree.object(rules.get("patternProperties"));
    map.forEach(
        (key, value) -> {
          var name = String.valueOf(key);
          var inner = at + "/" + name;
          var matched = known.containsKey(name);
          if (matched) {
            check(known.get(name), value, inner, problems, depth + 1);
          }
          for (var pattern : patterns.entrySet()) {
            if (GoRegex.of(pattern.getKey()).matches(name)) {
              matched = true;
              check(pattern.getValue(), value, inner, problems, depth + 1);
            }
          }
          if (!matched && rules.containsKey("additionalProperties")) {
            if (Boolean.FALSE.equals(rules.get("additionalProperties"))) {
              problems.add(place(at) + "additional property '" + name + "' not allowed");
            } else {
              check(rules.get("additionalProperties"), value, inner, problems, depth + 1);
            }
          }
          check(rules.get("propertyNames"), name, inner, problems, depth + 1);
        });
    Tree.object(rules.get("dependentRequired"))
        .forEach(
            (name, needed) -> {
              if (map.containsKey(name) && !map.keySet().containsAll(Tree.items(needed))) {
                problems.add(place(at) + "property '" + name + "' needs " + Json.write(needed));
              }
            });
  }
}
