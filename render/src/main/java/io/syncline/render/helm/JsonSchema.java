package io.syncline.render.helm;

import static io.syncline.render.helm.SchemaFault.quoted;

import io.syncline.lang.regex.GoRegex;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks values against a JSON Schema of draft 4, 6, 7, 2019-09 or 2020-12. References stay inside
 * the file; those into the network are taken as met.
 */
final class JsonSchema {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_STEPS = 2_000_000;

  private final SchemaDocument document;
  private int steps;

  JsonSchema(@Nullable Object root) {
    this.document = new SchemaDocument(root);
  }

  /**
   * What is wrong with {@code value}, a line each; nothing when it fits.
   *
   * @throws ChartException when the schema itself is at fault
   */
  List<String> problems(@Nullable Object value) {
    return new Check(value, "", 0)
        .run(document.root())
        .map(fault -> fault.parts().stream().flatMap(f -> f.lines().stream()).toList())
        .orElse(List.of());
  }

  /** The check of one value; it gathers which of its parts some schema has looked at. */
  private final class Check {
    private final @Nullable Object value;
    private final String at;
    private final int depth;
    private final Set<Object> seen = new HashSet<>();
    private final List<SchemaFault> faults = new ArrayList<>();

    Check(@Nullable Object value, String at, int depth) {
      this.value = value;
      this.at = at;
      this.depth = depth;
      if (depth > MAX_DEPTH || ++steps > MAX_STEPS) {
        throw new ChartException(
            "schema is checked deeper than "
                + MAX_DEPTH
                + " levels or in more than "
                + MAX_STEPS
                + " steps (expected: fewer; look for a $ref that leads to itself)");
      }
    }

    Optional<SchemaFault> run(@Nullable Object schema) {
      if (Boolean.FALSE.equals(schema)) {
        return Optional.of(SchemaFault.of(at, "false schema"));
      }
      if (!(schema instanceof ObjectTree rules)) {
        return Optional.empty();
      }
      var alone = document.draft() < 2019 && rules.containsKey("$ref");
      if (alone) {
        return reference(rules, "$ref");
      }
      var broken = SchemaRules.whole(rules, document.draft(), value);
      if (broken.isPresent()) {
        return Optional.of(SchemaFault.of(at, broken.get()));
      }
      add(reference(rules, "$ref"));
      switch (value) {
        case Map<?, ?> map -> object(rules, map);
        case List<?> list -> list(rules, list);
        case String text -> SchemaRules.text(rules, text, this::add);
        case Number number -> SchemaRules.number(rules, number, this::add);
        case null, default -> {}
      }
      add(reference(rules, "$recursiveRef"));
      add(reference(rules, "$dynamicRef"));
      combinations(rules);
      unevaluated(rules);
      return faults.isEmpty() ? Optional.empty() : Optional.of(SchemaFault.together(at, faults));
    }

    private void add(String text) {
      faults.add(SchemaFault.of(at, text));
    }

    private void add(Optional<SchemaFault> fault) {
      fault.ifPresent(faults::add);
    }

    private Optional<SchemaFault> reference(ObjectTree rules, String word) {
      return rules.get(word) instanceof String reference
          ? self(document.target(rules, reference))
              .map(f -> f.group() ? new SchemaFault(at, f.text(), f.causes(), false) : f)
          : Optional.empty();
    }

    /** Another schema for the same value. */
    private Optional<SchemaFault> self(@Nullable Object schema) {
      var inner = new Check(value, at, depth + 1);
      var fault = inner.run(schema);
      if (fault.isEmpty()) {
        seen.addAll(inner.seen);
      }
      return fault;
    }

    private Optional<SchemaFault> part(@Nullable Object schema, Object key, @Nullable Object of) {
      var step = String.valueOf(key).replace("~", "~0").replace("/", "~1");
      return new Check(of, at + "/" + step, depth + 1).run(schema);
    }

    private void object(ObjectTree rules, Map<?, ?> map) {
      SchemaRules.size(rules, "minProperties", "maxProperties", map.size(), this::add);
      var missing = missing(map, Tree.items(rules.get("required")));
      if (!missing.isEmpty()) {
        add((missing.contains(",") ? "missing properties " : "missing property ") + missing);
      }
      Tree.object(rules.get("dependencies"))
          .forEach(
              (name, needed) -> {
                if (map.containsKey(name) && needed instanceof List<?> names) {
                  needs(map, name, names);
                } else if (map.containsKey(name)) {
                  add(self(needed));
                }
              });
      properties(rules, map);
      if (document.draft() > 4 && rules.containsKey("propertyNames")) {
        for (var key : map.keySet()) {
          var fault = new Check(key, "", depth + 1).run(rules.get("propertyNames"));
          fault.ifPresent(
              f ->
                  faults.add(
                      new SchemaFault(
                          at,
                          "invalid propertyName " + quoted(String.valueOf(key)),
                          f.parts(),
                          false)));
        }
      }
      if (document.draft() > 6) {
        Tree.object(rules.get("dependentSchemas"))
            .forEach(
                (name, schema) -> {
                  if (map.containsKey(name)) {
                    add(self(schema));
                  }
                });
        Tree.object(rules.get("dependentRequired"))
            .forEach(
                (name, needed) -> {
                  if (map.containsKey(name)) {
                    needs(map, name, Tree.items(needed));
                  }
                });
      }
    }

    private static String missing(Map<?, ?> map, List<?> names) {
      return names.stream()
          .filter(name -> !map.containsKey(name))
          .map(name -> quoted(String.valueOf(name)))
          .collect(Collectors.joining(", "));
    }

    private void needs(Map<?, ?> map, String name, List<?> names) {
      var missing = missing(map, names);
      if (!missing.isEmpty()) {
        add("properties " + missing + " required, if " + quoted(name) + " exists");
      }
    }

    private void properties(ObjectTree rules, Map<?, ?> map) {
      var known = Tree.object(rules.get("properties"));
      var patterns = Tree.object(rules.get("patternProperties"));
      var additional = new ArrayList<String>();
      map.forEach(
          (key, item) -> {
            var name = String.valueOf(key);
            var matched = known.containsKey(name);
            if (matched) {
              add(part(known.get(name), name, item));
            }
            for (var pattern : patterns.entrySet()) {
              if (matches(pattern.getKey(), name)) {
                matched = true;
                add(part(pattern.getValue(), name, item));
              }
            }
            if (!matched && rules.containsKey("additionalProperties")) {
              matched = true;
              if (Boolean.FALSE.equals(rules.get("additionalProperties"))) {
                additional.add(quoted(name));
              } else {
                add(part(rules.get("additionalProperties"), name, item));
              }
            }
            if (matched) {
              seen.add(name);
            }
          });
      if (!additional.isEmpty()) {
        add("additional properties " + String.join(", ", additional) + " not allowed");
      }
    }

    private static boolean matches(String pattern, String name) {
      try {
        return GoRegex.of(pattern).matches(name);
      } catch (GoRegex.RegexException malformed) {
        throw new ChartException(
            "pattern " + pattern + " of the schema is malformed: " + malformed.getMessage(),
            malformed);
      }
    }

    private void list(ObjectTree rules, List<?> list) {
      SchemaRules.size(rules, "minItems", "maxItems", list.size(), this::add);
      if (Tree.flag(rules, "uniqueItems")) {
        unique(list);
      }
      var modern = document.draft() >= 2020;
      var firsts = Tree.items(rules.get(modern ? "prefixItems" : "items"));
      var each = !modern && rules.get("items") instanceof List<?>;
      var restWord = each ? "additionalItems" : "items";
      var checked = Math.min(firsts.size(), list.size());
      for (var i = 0; i < checked; i++) {
        add(part(firsts.get(i), i, list.get(i)));
      }
      if (!modern && each && Boolean.FALSE.equals(rules.get(restWord)) && checked < list.size()) {
        add("last " + (list.size() - checked) + " additionalItem(s) not allowed");
      } else if (rules.containsKey(restWord)) {
        for (var i = checked; i < list.size(); i++) {
          add(part(rules.get(restWord), i, list.get(i)));
        }
        checked = list.size();
      }
      for (var i = 0; i < checked; i++) {
        seen.add(i);
      }
      if (document.draft() > 4 && rules.containsKey("contains")) {
        contains(rules, list);
      }
    }

    private void unique(List<?> list) {
      for (var j = 1; j < list.size(); j++) {
        for (var i = 0; i < j; i++) {
          if (++steps > MAX_STEPS || SchemaRules.same(list.get(i), list.get(j))) {
            add("items at " + i + " and " + j + " are equal");
            return;
          }
        }
      }
    }

    private void contains(ObjectTree rules, List<?> list) {
      var reasons = new ArrayList<SchemaFault>();
      var matched = new ArrayList<Integer>();
      for (var i = 0; i < list.size(); i++) {
        var fault = part(rules.get("contains"), i, list.get(i));
        fault.ifPresentOrElse(reasons::add, () -> {});
        if (fault.isEmpty()) {
          matched.add(i);
        }
      }
      if (document.draft() >= 2020) {
        seen.addAll(matched);
      }
      var counted = document.draft() >= 2019;
      if (counted && rules.get("minContains") instanceof Number least) {
        if (matched.size() < least.intValue()) {
          failed(
              "min " + least + " items required to match contains schema, but " + found(matched),
              reasons);
        }
      } else if (matched.isEmpty()) {
        failed("no items match contains schema", reasons);
      }
      if (counted
          && rules.get("maxContains") instanceof Number most
          && matched.size() > most.intValue()) {
        add("max " + most + " items required to match contains schema, but " + found(matched));
      }
    }

    private static String found(List<Integer> matched) {
      return matched.isEmpty()
          ? "none matched"
          : "matched "
              + matched.size()
              + " items at "
              + matched.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private void failed(String text, List<SchemaFault> causes) {
      faults.add(new SchemaFault(at, text, causes, false));
    }

    private void combinations(ObjectTree rules) {
      if (rules.containsKey("not")
          && new Check(value, at, depth + 1).run(rules.get("not")).isEmpty()) {
        add("'not' failed");
      }
      var reasons = new ArrayList<SchemaFault>();
      for (var schema : Tree.items(rules.get("allOf"))) {
        self(schema).ifPresent(reasons::add);
      }
      if (!reasons.isEmpty()) {
        failed("'allOf' failed", reasons);
      }
      anyOf(Tree.items(rules.get("anyOf")));
      oneOf(Tree.items(rules.get("oneOf")));
      if (document.draft() > 6 && rules.containsKey("if")) {
        var branch = self(rules.get("if")).isEmpty() ? "then" : "else";
        if (rules.containsKey(branch)) {
          add(self(rules.get(branch)));
        }
      }
    }

    private void anyOf(List<?> schemas) {
      var reasons = new ArrayList<SchemaFault>();
      for (var schema : schemas) {
        self(schema).ifPresent(reasons::add);
      }
      if (!schemas.isEmpty() && reasons.size() == schemas.size()) {
        failed("'anyOf' failed", reasons);
      }
    }

    private void oneOf(List<?> schemas) {
      var reasons = new ArrayList<SchemaFault>();
      var matched = -1;
      for (var i = 0; i < schemas.size(); i++) {
        var fault = self(schemas.get(i));
        if (fault.isPresent()) {
          reasons.add(fault.get());
        } else if (matched < 0) {
          matched = i;
        } else {
          add("'oneOf' failed, subschemas " + matched + ", " + i + " matched");
          return;
        }
      }
      if (!schemas.isEmpty() && matched < 0) {
        failed("'oneOf' failed, none matched", reasons);
      }
    }

    private void unevaluated(ObjectTree rules) {
      if (document.draft() < 2019) {
        return;
      }
      if (value instanceof Map<?, ?> map && rules.containsKey("unevaluatedProperties")) {
        map.forEach(
            (key, item) -> {
              if (seen.add(String.valueOf(key))) {
                add(part(rules.get("unevaluatedProperties"), key, item));
              }
            });
      }
      if (value instanceof List<?> list && rules.containsKey("unevaluatedItems")) {
        for (var i = 0; i < list.size(); i++) {
          if (seen.add(i)) {
            add(part(rules.get("unevaluatedItems"), i, list.get(i)));
          }
        }
      }
    }
  }
}
