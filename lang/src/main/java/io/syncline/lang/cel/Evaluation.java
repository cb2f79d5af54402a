package io.syncline.lang.cel;

import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One evaluation. */
final class Evaluation {
  private static final Map<String, String> ESCAPES =
      Map.of("__dot__", ".", "__dash__", "-", "__slash__", "/", "__underscores__", "__");

  private final Map<String, ?> variables;
  private final Cel.Extension extension;
  private final CelBudget budget;

  Evaluation(Map<String, ?> variables, Cel.Extension extension, CelBudget budget) {
    this.variables = variables;
    this.extension = extension;
    this.budget = budget;
  }

  /** Variables of the loops around. */
  record Scope(String name, Object value, Optional<Scope> outer) {}

  /** A value that may be absent. */
  record Perhaps(Optional<Object> value) {}

  Object value(Node node, Optional<Scope> scope) {
    budget.take(1);
    return switch (node) {
      case Node.Constant constant -> constant.value();
      case Node.Name name -> variable(name.name(), scope);
      case Node.Field field -> field(field, scope);
      case Node.Index index -> index(index, scope);
      case Node.Both both -> both(both, scope);
      case Node.Choice choice ->
          value(truth(value(choice.test(), scope)) ? choice.yes() : choice.no(), scope);
      case Node.Call call -> call(call, scope);
      case Node.Items items -> items(items, scope);
      case Node.Entries entries -> entries(entries, scope);
      case Node.Loop loop -> new Loops(this, budget).value(loop, scope);
      case Node.Bind bind ->
          value(
              bind.body(), Optional.of(new Scope(bind.name(), value(bind.value(), scope), scope)));
    };
  }

  private Object variable(String name, Optional<Scope> scope) {
    for (var here = scope; here.isPresent(); here = here.get().outer()) {
      if (here.get().name().equals(name)) {
        return here.get().value();
      }
    }
    if (variables.containsKey(name)) {
      return known(variables.get(name));
    }
    return switch (name) {
      case "int", "uint", "double", "string", "bool", "bytes", "list", "map", "type", "null_type" ->
          new Functions.Type(name);
      default -> throw CelException.evaluation("undeclared reference to '" + name + "'");
    };
  }

  static Object known(@Nullable Object value) {
    return switch (value) {
      case null -> Null.NULL;
      case Integer number -> number.longValue();
      default -> value;
    };
  }

  static boolean truth(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw CelException.noOverload();
  }

  private Object field(Node.Field field, Optional<Scope> scope) {
    var target = value(field.target(), scope);
    if (target instanceof Perhaps perhaps) {
      return perhaps.value().isEmpty()
          ? target
          : new Perhaps(member(perhaps.value().get(), field.field()));
    }
    var member = member(target, field.field());
    return switch (field.access()) {
      case PRESENCE -> member.isPresent();
      case OPTIONAL -> new Perhaps(member);
      case VALUE ->
          member.orElseThrow(() -> CelException.evaluation("no such key: " + field.field()));
    };
  }

  private static Optional<Object> member(Object target, String name) {
    if (!(target instanceof Map<?, ?> map)) {
      throw CelException.noOverload();
    }
    var key = map.containsKey(name) ? name : unescaped(name);
    // A field that is null counts as absent, as in objects of declared types.
    return Optional.ofNullable(map.get(key));
  }

  private static String unescaped(String name) {
    if (!name.contains("__")) {
      return name;
    }
    var plain = name;
    for (var escape : ESCAPES.entrySet()) {
      plain = plain.replace(escape.getKey(), escape.getValue());
    }
    return plain.equals(name) && name.length() > 4 && name.startsWith("__") && name.endsWith("__")
        ? name.substring(2, name.length() - 2)
        : plain;
  }

  private Object index(Node.Index index, Optional<Scope> scope) {
    var target = value(index.target(), scope);
    var place = value(index.place(), scope);
    if (target instanceof Perhaps perhaps) {
      return perhaps.value().isEmpty()
          ? target
          : new Perhaps(element(perhaps.value().get(), place));
    }
    var element = element(target, place);
    if (index.optional()) {
      return new Perhaps(element);
    }
    return element.orElseThrow(
        () ->
            CelException.evaluation(
                target instanceof List
                    ? "index out of bounds: " + place
                    : "no such key: " + Functions.text(place)));
  }

  private static Optional<Object> element(Object target, Object place) {
    return switch (target) {
      case List<?> list when place instanceof Long at ->
          at >= 0 && at < list.size()
              ? Optional.of(known(list.get(at.intValue())))
              : Optional.empty();
      case Map<?, ?> map ->
          map.containsKey(place) ? Optional.of(known(map.get(place))) : Optional.empty();
      default -> throw CelException.noOverload();
    };
  }

  /** The other side may decide when one side fails. */
  private Object both(Node.Both both, Optional<Scope> scope) {
    CelException failed;
    try {
      if (truth(value(both.left(), scope)) != both.and()) {
        return !both.and();
      }
      return truth(value(both.right(), scope));
    } catch (CelException e) {
      if (e.fault() == CelException.Fault.COST) {
        throw e;
      }
      failed = e;
    }
    try {
      if (truth(value(both.right(), scope)) != both.and()) {
        return !both.and();
      }
    } catch (CelException e) {
      failed.addSuppressed(e);
    }
    throw failed;
  }

  private Object call(Node.Call call, Optional<Scope> scope) {
    var arguments = new ArrayList<Object>(call.arguments().size());
    for (var argument : call.arguments()) {
      var value = value(argument, scope);
      arguments.add(value);
      budget.take(Functions.weight(value));
    }
    var made = Functions.call(call.function(), arguments);
    if (made.isEmpty()) {
      made = extension.call(call.function(), arguments);
    }
    var value = made.orElseThrow(CelException::noOverload);
    budget.take(Functions.weight(value));
    return value;
  }

  private Object items(Node.Items items, Optional<Scope> scope) {
    var list = new ArrayList<Object>();
    for (var item : items.items()) {
      var value = value(item.value(), scope);
      if (!item.optional()) {
        list.add(value);
      } else if (value instanceof Perhaps perhaps) {
        perhaps.value().ifPresent(list::add);
      }
    }
    return List.copyOf(list);
  }

  private Object entries(Node.Entries entries, Optional<Scope> scope) {
    var map = new LinkedHashMap<Object, Object>();
    for (var entry : entries.entries()) {
      var key = value(entry.key(), scope);
      var value = value(entry.value(), scope);
      if (!entry.optional()) {
        map.put(key, value);
      } else if (value instanceof Perhaps perhaps) {
        perhaps.value().ifPresent(present -> map.put(key, present));
      }
    }
    return map;
  }

  /** What a loop goes through: the items of a list or the keys of a map. */
  static List<?> range(Object target) {
    return switch (target) {
      case List<?> list -> list;
      case ObjectTree tree -> List.copyOf(tree.keySet());
      case Map<?, ?> map -> List.copyOf(map.keySet());
      default -> throw CelException.noOverload();
    };
  }
}
