package io.syncline.lang.lua;

import java.util.ArrayList;
import java.util.List;

/** {@code string.gsub}. */
final class Substitution {
  private Substitution() {}

  static List<Object> gsub(Machine machine, Arguments a) {
    var text = a.string(1);
    var pattern = new Pattern(machine.budget(), text, a.string(2));
    var replacement = a.any(3);
    if (!(replacement instanceof String
        || replacement instanceof Double
        || replacement instanceof LuaTable
        || replacement instanceof LuaFunction)) {
      throw a.wrong(3, "string/function/table expected, got " + Values.type(replacement));
    }
    var most = a.integer(4, Integer.MAX_VALUE);
    var out = new StringBuilder();
    var count = 0;
    var at = 0;
    while (count < most) {
      machine.budget().step();
      var end = pattern.at(at);
      if (end >= 0) {
        count++;
        var before = out.length();
        append(machine, out, pattern, new Pattern.Range(at, end), replacement);
        machine.budget().bytes(Math.max(out.length() - before, 0));
      }
      if (end > at) {
        at = end;
      } else if (at < text.length()) {
        out.append(text.charAt(at++));
      } else {
        break;
      }
      if (pattern.anchored()) {
        break;
      }
    }
    if (at < text.length()) {
      out.append(text, at, text.length());
    }
    return List.of(machine.made(out.toString()), (double) count);
  }

  private static void append(
      Machine machine, StringBuilder out, Pattern pattern, Pattern.Range range, Object with) {
    var value =
        switch (with) {
          case LuaTable table -> machine.index(table, pattern.value(0, range));
          case LuaFunction function -> {
            var arguments = new ArrayList<Object>();
            for (var i = 0; i < pattern.values(); i++) {
              arguments.add(pattern.value(i, range));
            }
            yield Machine.first(machine.call(function, arguments));
          }
          default -> template(machine.string(with), pattern, range);
        };
    if (!Values.truth(value)) {
      out.append(pattern.text(range));
      return;
    }
    if (!(value instanceof String || value instanceof Double)) {
      throw new LuaException("invalid replacement value (a " + Values.type(value) + ")");
    }
    out.append(machine.string(value));
  }

  private static String template(String template, Pattern pattern, Pattern.Range range) {
    var out = new StringBuilder();
    for (var i = 0; i < template.length(); i++) {
      var c = template.charAt(i);
      if (c != '%' || i + 1 == template.length()) {
        out.append(c);
        continue;
      }
      var next = template.charAt(++i);
      if (next == '0') {
        out.append(pattern.text(range));
      } else if (next >= '1' && next <= '9') {
        var value = pattern.value(next - '1', range);
        out.append(value instanceof Double d ? Values.number(d) : value);
      } else {
        out.append(next);
      }
    }
    return out.toString();
  }
}
