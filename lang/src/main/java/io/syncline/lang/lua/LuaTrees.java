package io.syncline.lang.lua;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns trees into values of a script and back. */
final class LuaTrees {
  private static final int DEPTH = 100;

  private LuaTrees() {}

  /** A tree as a value; entries that are null are left out. */
  static Object value(@Nullable Object tree, Budget budget) {
    return switch (tree) {
      case null -> Nil.NIL;
      case Boolean b -> b;
      case Number n -> n.doubleValue();
      case Map<?, ?> map -> {
        var table = new LuaTable(budget);
        map.forEach((key, entry) -> table.set(Bytes.of((String) key), value(entry, budget)));
        yield table;
      }
      case List<?> list -> {
        var table = new LuaTable(budget);
        var place = 1;
        for (var entry : list) {
          table.set((double) place++, value(entry, budget));
        }
        yield table;
      }
      default -> {
        var text = Bytes.of(tree.toString());
        budget.bytes(text.length());
        yield text;
      }
    };
  }

  /**
   * A value as a tree: tables whose first key is a number, and empty ones, are lists.
   *
   * @throws LuaException when a table is both, has holes, holds itself, or a value has no tree
   */
  static @Nullable Object tree(Object value) {
    return tree(value, 0);
  }

  private static @Nullable Object tree(Object value, int depth) {
    if (depth > DEPTH) {
      throw new LuaException("cannot encode recursively nested tables to JSON");
    }
    return switch (value) {
      case String s -> Bytes.text(s);
      case Boolean b -> b;
      case Double d -> number(d);
      case LuaTable table -> table(table, depth);
      case LuaFunction _ -> throw new LuaException("cannot encode function to JSON");
      default -> null;
    };
  }

  private static Object number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new LuaException("cannot encode " + Values.number(value) + " to JSON");
    }
    if (value == Math.rint(value) && Math.abs(value) <= 1L << 53) {
      return (long) value;
    }
    return value;
  }

  private static Object table(LuaTable table, int depth) {
    var first = table.next(Nil.NIL);
    return first == Nil.NIL || first instanceof Double ? list(table, depth) : object(table, depth);
  }

  private static Object list(LuaTable table, int depth) {
    var items = new ArrayList<@Nullable Object>();
    for (var key = table.next(Nil.NIL); key != Nil.NIL; key = table.next(key)) {
      if (!(key instanceof Double place)) {
        throw new LuaException("cannot encode mixed or invalid key types");
      }
      if (place != items.size() + 1) {
        throw new LuaException("cannot encode sparse array");
      }
      items.add(tree(table.get(key), depth + 1));
    }
    return Tree.list(items);
  }

  private static Object object(LuaTable table, int depth) {
    var builder = new ObjectTree.Builder(8);
    for (var key = table.next(Nil.NIL); key != Nil.NIL; key = table.next(key)) {
      if (!(key instanceof String name)) {
        throw new LuaException("cannot encode mixed or invalid key types");
      }
      builder.put(Bytes.text(name), tree(table.get(key), depth + 1));
    }
    return builder.build();
  }
}
