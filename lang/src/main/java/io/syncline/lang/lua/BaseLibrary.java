package io.syncline.lang.lua;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The functions every script has at hand. */
final class BaseLibrary {
  private BaseLibrary() {}

  static void open(Machine machine) {
    var globals = machine.globals();
    globals.set("_G", globals);
    globals.set("_VERSION", "Lua 5.1");
    set(globals, "assert", BaseLibrary::asserts);
    set(globals, "error", BaseLibrary::error);
    set(globals, "pcall", (m, a) -> protectedCall(m, a, Nil.NIL, 1));
    set(globals, "xpcall", (m, a) -> protectedCall(m, a, a.at(2), 2));
    set(globals, "next", (_, a) -> next(a));
    set(globals, "pairs", BaseLibrary::pairs);
    set(globals, "ipairs", (_, a) -> List.of(IPAIRS, a.table(1), 0.0));
    set(globals, "rawget", (_, a) -> List.of(a.table(1).get(a.any(2))));
    set(globals, "rawequal", (_, a) -> List.of(Values.same(a.any(1), a.any(2))));
    set(globals, "rawset", (_, a) -> rawset(a));
    set(globals, "select", (_, a) -> select(a));
    set(globals, "getmetatable", (_, a) -> List.of(metatable(a)));
    set(globals, "setmetatable", (_, a) -> setMetatable(a));
    set(globals, "tonumber", (_, a) -> List.of(number(a)));
    set(globals, "tostring", (m, a) -> List.of(m.made(m.string(a.any(1)))));
    set(globals, "type", (_, a) -> List.of(Values.type(a.any(1))));
    set(globals, "unpack", TableLibrary::unpack);
    set(globals, "print", (_, _) -> List.of());
    set(globals, "collectgarbage", (_, _) -> List.of(0.0));
  }

  static void set(LuaTable table, String name, LuaFunction.Native.Body body) {
    table.set(name, new LuaFunction.Native(name, body));
  }

  private static final LuaFunction NEXT = new LuaFunction.Native("next", (_, a) -> next(a));

  private static final LuaFunction IPAIRS =
      new LuaFunction.Native(
          "ipairs",
          (m, a) -> {
            var i = a.number(2) + 1;
            var value = m.index(a.at(1), i);
            return value == Nil.NIL ? List.of(Nil.NIL) : List.of(i, value);
          });

  private static List<Object> pairs(Machine machine, Arguments a) {
    var handler = Machine.handler(a.any(1), "__pairs");
    return handler == Nil.NIL
        ? List.of(NEXT, a.table(1), Nil.NIL)
        : machine.call(handler, List.of(a.at(1)));
  }

  private static List<Object> next(Arguments a) {
    var table = a.table(1);
    var key = table.next(a.at(2));
    return key == Nil.NIL ? List.of(Nil.NIL) : List.of(key, table.get(key));
  }

  private static List<Object> asserts(Machine machine, Arguments a) {
    if (Values.truth(a.any(1))) {
      return a.values();
    }
    throw new LuaException.Located(
        a.has(2) ? Bytes.text(machine.string(a.at(2))) : "assertion failed!");
  }

  private static List<Object> error(Machine machine, Arguments a) {
    var value = a.at(1);
    if (!(value instanceof String text)) {
      throw new LuaException(Bytes.text(machine.string(value)), value);
    }
    throw a.integer(2, 1) == 0
        ? new LuaException.Located(Bytes.text(text))
        : new LuaException(Bytes.text(text));
  }

  private static List<Object> protectedCall(Machine machine, Arguments a, Object handler, int own) {
    try {
      var result = new ArrayList<Object>();
      result.add(true);
      result.addAll(
          machine.call(a.any(1), a.values().subList(Math.min(own, a.count()), a.count())));
      return result;
    } catch (LuaException.Limit e) {
      throw e;
    } catch (LuaException e) {
      if (handler == Nil.NIL) {
        return List.of(false, e.value());
      }
      var result = new ArrayList<Object>(machine.call(handler, List.of(e.value())));
      result.addFirst(false);
      return result;
    }
  }

  private static List<Object> rawset(Arguments a) {
    Machine.set(a.table(1), a.any(2), a.any(3));
    return List.of(a.at(1));
  }

  private static List<Object> select(Arguments a) {
    if (a.at(1) instanceof String s && s.equals("#")) {
      return List.of((double) (a.count() - 1));
    }
    var place = a.integer(1);
    if (place < 0) {
      place = a.count() + place;
    }
    if (place < 1) {
      throw a.wrong(1, "index out of range");
    }
    return a.values().subList(Math.min(place, a.count()), a.count());
  }

  private static Object metatable(Arguments a) {
    if (!(a.any(1) instanceof LuaTable table) || table.metatable().isEmpty()) {
      return Nil.NIL;
    }
    var hidden = table.metatable().get().get("__metatable");
    return hidden == Nil.NIL ? table.metatable().get() : hidden;
  }

  private static List<Object> setMetatable(Arguments a) {
    var table = a.table(1);
    if (table.metatable().map(m -> m.get("__metatable")).orElse(Nil.NIL) != Nil.NIL) {
      throw new LuaException("cannot change a protected metatable");
    }
    table.metatable(a.has(2) ? Optional.of(a.table(2)) : Optional.empty());
    return List.of(table);
  }

  private static Object number(Arguments a) {
    var base = a.integer(2, 10);
    if (base == 10 || !(a.any(1) instanceof String)) {
      return Values.asNumber(a.any(1)).map(d -> (Object) d).orElse(Nil.NIL);
    }
    if (base < 2 || base > 36) {
      throw a.wrong(2, "base out of range");
    }
    try {
      return (double) Long.parseLong(a.string(1).strip(), base);
    } catch (NumberFormatException e) {
      return Nil.NIL;
    }
  }
}
