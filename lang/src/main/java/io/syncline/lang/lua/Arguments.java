package io.syncline.lang.lua;

import java.util.List;

/** What a function of a library was called with; places count from 1. */
record Arguments(String function, List<Object> values) {
  int count() {
    return values.size();
  }

  Object at(int place) {
    return place <= values.size() ? values.get(place - 1) : Nil.NIL;
  }

  boolean has(int place) {
    return at(place) != Nil.NIL;
  }

  Object any(int place) {
    if (place > values.size()) {
      throw wrong(place, "value expected");
    }
    return at(place);
  }

  LuaTable table(int place) {
    if (at(place) instanceof LuaTable table) {
      return table;
    }
    throw wrong(place, "table expected, got " + Values.type(at(place)));
  }

  LuaFunction function(int place) {
    if (at(place) instanceof LuaFunction function) {
      return function;
    }
    throw wrong(place, "function expected, got " + Values.type(at(place)));
  }

  String string(int place) {
    return switch (at(place)) {
      case String s -> s;
      case Double d -> Values.number(d);
      default -> throw wrong(place, "string expected, got " + Values.type(at(place)));
    };
  }

  String string(int place, String otherwise) {
    return has(place) ? string(place) : otherwise;
  }

  double number(int place) {
    return Values.asNumber(at(place))
        .orElseThrow(() -> wrong(place, "number expected, got " + Values.type(at(place))));
  }

  int integer(int place) {
    return (int) number(place);
  }

  int integer(int place, int otherwise) {
    return has(place) ? integer(place) : otherwise;
  }

  LuaException wrong(int place, String what) {
    return new LuaException("bad argument #" + place + " to " + function + " (" + what + ")");
  }
}
