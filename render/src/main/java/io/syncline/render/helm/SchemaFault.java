package io.syncline.render.helm;

import io.syncline.lang.gotemplate.GoFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * What a value does that its schema forbids.
 *
 * @param at JSON pointer of the value; "" for all of them
 * @param text the rule that is broken
 * @param causes why, for rules made of schemas
 * @param group whether it only holds several faults of one value together
 */
record SchemaFault(String at, String text, List<SchemaFault> causes, boolean group) {
  SchemaFault {
    causes = List.copyOf(causes);
  }

  static SchemaFault of(String at, String text) {
    return new SchemaFault(at, text, List.of(), false);
  }

  /** One fault for all of {@code faults}, of which there is one at least. */
  static SchemaFault together(String at, List<SchemaFault> faults) {
    return faults.size() == 1
        ? faults.getFirst()
        : new SchemaFault(at, "validation failed", faults, true);
  }

  /** The faults this one holds, or itself. */
  List<SchemaFault> parts() {
    return group ? causes : List.of(this);
  }

  /** Lines as {@code - at '/a': got string, want integer}, causes two blanks further in. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    add(lines, 0);
    return lines;
  }

  private void add(List<String> lines, int depth) {
    lines.add("  ".repeat(depth) + "- at " + quoted(at) + ": " + text);
    causes.forEach(cause -> cause.add(lines, depth + 1));
  }

  /** {@code text} between single quotes. */
  static String quoted(String text) {
    var escaped = GoFormat.quote(text).replace("\\\"", "\"").replace("'", "\\'");
    return "'" + escaped.substring(1, escaped.length() - 1) + "'";
  }
}
