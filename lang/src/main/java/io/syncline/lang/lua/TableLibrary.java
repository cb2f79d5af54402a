package io.syncline.lang.lua;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The {@code table} library. */
final class TableLibrary {
  private TableLibrary() {}

  static void open(Machine machine) {
    var table = new LuaTable(machine.budget());
    machine.globals().set("table", table);
    BaseLibrary.set(table, "insert", TableLibrary::insert);
    BaseLibrary.set(table, "remove", TableLibrary::remove);
    BaseLibrary.set(table, "concat", TableLibrary::concat);
    BaseLibrary.set(table, "sort", TableLibrary::sort);
    BaseLibrary.set(table, "getn", (_, a) -> List.of((double) a.table(1).length()));
    BaseLibrary.set(table, "maxn", (m, a) -> List.of(largest(m, a.table(1))));
    BaseLibrary.set(table, "unpack", TableLibrary::unpack);
  }

  private static List<Object> insert(Machine machine, Arguments a) {
    var list = a.table(1);
    if (a.count() < 2) {
      throw new LuaException("wrong number of arguments to 'insert'");
    }
    if (a.count() == 2) {
      list.set((double) list.length() + 1, a.at(2));
      return List.of();
    }
    var place = a.integer(2);
    if (place < 1 || place > list.length() || a.at(3) == Nil.NIL) {
      Machine.set(list, (double) place, a.at(3));
      return List.of();
    }
    machine.budget().steps(list.length() - place);
    machine.budget().bytes(16);
    list.array().add(place - 1, a.at(3));
    return List.of();
  }

  private static List<Object> remove(Machine machine, Arguments a) {
    var list = a.table(1);
    var length = list.length();
    var place = a.integer(2, length);
    if (place < 1 || place > length) {
      return List.of();
    }
    machine.budget().steps(length - place);
    var removed = list.get((double) place);
    if (place == length) {
      list.set((double) place, Nil.NIL);
    } else {
      list.array().remove(place - 1);
    }
    return List.of(removed);
  }

  private static List<Object> concat(Machine machine, Arguments a) {
    var list = a.table(1);
    var separator = a.string(2, "");
    var out = new StringBuilder();
    var from = a.integer(3, 1);
    var to = a.integer(4, list.length());
    for (var i = from; i <= to; i++) {
      machine.budget().step();
      if (i > from) {
        out.append(separator);
      }
      var value = list.get((double) i);
      if (!(value instanceof String || value instanceof Double)) {
        throw new LuaException(
            "invalid value (" + Values.type(value) + ") at index " + i + " in table for concat");
      }
      var text = machine.string(value);
      machine.budget().bytes(text.length() + (long) separator.length());
      out.append(text);
    }
    return List.of(out.toString());
  }

  private static List<Object> sort(Machine machine, Arguments a) {
    var list = a.table(1).array();
    Comparator<Object> order =
        a.has(2)
            ? (x, y) -> order(machine, a, x, y)
            : (x, y) -> machine.less(x, y) ? -1 : machine.less(y, x) ? 1 : 0;
    var copy = new ArrayList<>(list);
    machine.budget().bytes(16L * copy.size());
    try {
      copy.sort(
          (x, y) -> {
            machine.budget().step();
            return order.compare(x, y);
          });
    } catch (IllegalArgumentException e) {
      throw new LuaException("invalid order function for sorting");
    }
    if (list.size() != copy.size()) {
      throw new LuaException("table changed while it was sorted");
    }
    for (var i = 0; i < copy.size(); i++) {
      list.set(i, copy.get(i));
    }
    return List.of();
  }

  private static int order(Machine machine, Arguments a, Object x, Object y) {
    if (Values.truth(Machine.first(machine.call(a.function(2), List.of(x, y))))) {
      return -1;
    }
    return Values.truth(Machine.first(machine.call(a.function(2), List.of(y, x)))) ? 1 : 0;
  }

  private static double largest(Machine machine, LuaTable table) {
    var largest = 0.0;
    for (var key = table.next(Nil.NIL); key != Nil.NIL; key = table.next(key)) {
      machine.budget().step();
      largest = key instanceof Double d ? Math.max(largest, d) : largest;
    }
    return largest;
  }

  static List<Object> unpack(Machine machine, Arguments a) {
    var table = a.table(1);
    var from = a.integer(2, 1);
    var to = a.integer(3, table.length());
    var all = new ArrayList<Object>();
    for (var i = from; i <= to; i++) {
      machine.budget().step();
      machine.budget().bytes(16);
      all.add(table.get((double) i));
    }
    return all;
  }
}
