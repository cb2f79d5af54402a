package io.syncline.merge.custom;

import io.syncline.lang.cel.Bytes;
import io.syncline.lang.cel.Cel;
import io.syncline.lang.cel.CelBudget;
import io.syncline.lang.cel.CelException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pass over an object that evaluates the rules of its schema, within a budget. */
final class RuleCheck {
  private static final long BUDGET = 5_000_000;

  private final CelBudget budget = new CelBudget(BUDGET);
  private final List<Violation> found = new ArrayList<>();

  List<Violation> whole(SchemaNode root, ObjectTree object, Optional<ObjectTree> old) {
    try {
      walk(root, object, old.map(tree -> tree), "");
    } catch (CelException e) {
      found.add(
          new Violation(
              "<nil>",
              Violation.Reason.INVALID,
              "Invalid value: \"object\": validation failed due to running out of cost budget, no"
                  + " further validation rules will be run"));
    }
    return List.copyOf(found);
  }

  private void walk(SchemaNode node, Object value, Optional<Object> old, String path) {
    if (!node.ruled || (old.isPresent() && !path.isEmpty() && Objects.equals(old.get(), value))) {
      return;
    }
    for (var rule : node.rules) {
      evaluate(rule, node, value, old, path);
    }
    switch (value) {
      case ObjectTree object -> members(node, object, old, path);
      case List<?> items -> items(node, items, old, path);
      default -> {}
    }
  }

  private void members(SchemaNode node, ObjectTree object, Optional<Object> old, String path) {
    var before = old.map(Tree::object).orElse(ObjectTree.EMPTY);
    for (var key : object.keySet()) {
      var value = object.get(key);
      var member = node.member(key);
      if (value != null && member.isPresent()) {
        var place = path.isEmpty() ? key : path + "." + key;
        walk(member.get(), value, Optional.ofNullable(before.get(key)), place);
      }
    }
  }

  private void items(SchemaNode node, List<?> items, Optional<Object> old, String path) {
    if (node.items.isEmpty()) {
      return;
    }
    var i = 0;
    for (var item : items) {
      if (item != null) {
        walk(node.items.get(), item, counterpart(node, item, old), path + "[" + i + "]");
      }
      i++;
    }
  }

  /** The old item with the same keys; other lists have no items that stay the same. */
  private static Optional<Object> counterpart(SchemaNode node, Object item, Optional<Object> old) {
    if (old.isEmpty() || !Tree.text(node.source, "x-kubernetes-list-type").equals("map")) {
      return Optional.empty();
    }
    var keys = Tree.items(node.source.get("x-kubernetes-list-map-keys"));
    for (var candidate : Tree.items(old.get())) {
      if (keys.stream()
          .map(String::valueOf)
          .allMatch(key -> Objects.equals(Tree.at(candidate, key), Tree.at(item, key)))) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private void evaluate(
      Rule rule, SchemaNode node, Object value, Optional<Object> old, String path) {
    if (rule.expression().isEmpty() || (rule.transition() && old.isEmpty())) {
      return;
    }
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    variables.put("self", typed(node, value));
    old.ifPresent(before -> variables.put("oldSelf", typed(node, before)));
    try {
      var held = rule.expression().get().value(variables, QuantityFunctions.ALL, budget);
      if (!Boolean.TRUE.equals(held)) {
        broken(rule, node, path, message(rule, variables));
      }
    } catch (CelException e) {
      if (e.fault() == CelException.Fault.COST) {
        throw e;
      }
      broken(rule, node, path, e.getMessage() + " evaluating rule: " + rule.source());
    }
  }

  private String message(Rule rule, Map<String, @Nullable Object> variables) {
    if (rule.messageExpression().isPresent()) {
      try {
        var made = rule.messageExpression().get().value(variables, QuantityFunctions.ALL, budget);
        if (made instanceof String text && !text.isBlank() && text.indexOf('\n') < 0) {
          return text;
        }
      } catch (CelException e) {
        if (e.fault() == CelException.Fault.COST) {
          throw e;
        }
      }
    }
    return rule.message().isEmpty() ? "failed rule: " + rule.source() : rule.message();
  }

  private void broken(Rule rule, SchemaNode node, String path, String message) {
    var shown = path + rule.fieldPath();
    var place = path.isEmpty() && shown.startsWith(".") ? shown.substring(1) : shown;
    var reason =
        switch (rule.reason()) {
          case "FieldValueForbidden" -> Violation.Reason.FORBIDDEN;
          case "FieldValueRequired" -> Violation.Reason.REQUIRED;
          case "FieldValueDuplicate" -> Violation.Reason.DUPLICATE;
          default -> Violation.Reason.INVALID;
        };
    var text =
        switch (reason) {
          case FORBIDDEN -> "Forbidden: " + message;
          case REQUIRED -> "Required value: " + message;
          case DUPLICATE -> "Duplicate value: \"" + node.type + "\"";
          default -> "Invalid value: \"" + node.type + "\": " + message;
        };
    found.add(new Violation(place.isEmpty() ? "<nil>" : place, reason, text));
  }

  /** {@code value} in the types its schema names. */
  private static Object typed(SchemaNode node, Object value) {
    if (!node.typed) {
      return value;
    }
    return switch (value) {
      case String text -> text(node, text);
      case Number number when node.type.equals("number") -> number.doubleValue();
      case ObjectTree object -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        object.forEach(
            (key, member) ->
                members.put(
                    key,
                    member == null
                        ? null
                        : node.member(key).map(child -> typed(child, member)).orElse(member)));
        yield members;
      }
      case List<?> items when node.items.isPresent() -> {
        var list = new ArrayList<@Nullable Object>();
        items.forEach(item -> list.add(item == null ? null : typed(node.items.get(), item)));
        yield list;
      }
      default -> value;
    };
  }

  private static Object text(SchemaNode node, String text) {
    try {
      return switch (Tree.text(node.source, "format")) {
        case "date-time" -> java.time.OffsetDateTime.parse(text).toInstant();
        case "date" -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        case "byte" -> new Bytes(Base64.getDecoder().decode(text));
        case "duration" ->
            Objects.requireNonNullElse(
                Cel.parse("duration(self)")
                    .value(Map.of("self", text), Cel.Extension.NONE, new CelBudget(100)),
                text);
        default -> text;
      };
    } catch (DateTimeException | IllegalArgumentException | CelException _) {
      return text;
    }
  }
}
