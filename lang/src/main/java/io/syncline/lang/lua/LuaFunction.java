package io.syncline.lang.lua;

import java.util.List;

/** Something a script can call. */
interface LuaFunction {
  /** What {@code name} is in messages. */
  String name();

  /** Calls it. */
  List<Object> call(Machine machine, List<Object> arguments);

  /** A function of a library. */
  record Native(String name, Body body) implements LuaFunction {
    /** What it does. */
    @FunctionalInterface
    interface Body {
      List<Object> call(Machine machine, Arguments arguments);
    }

    @Override
    public List<Object> call(Machine machine, List<Object> arguments) {
      return body.call(machine, new Arguments(name, arguments));
    }
  }
}
