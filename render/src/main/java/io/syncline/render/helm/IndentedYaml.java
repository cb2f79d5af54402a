package io.syncline.render.helm;

import java.util.ArrayDeque;

/** YAML whose lists stand two blanks in under their keys. */
final class IndentedYaml {
  private IndentedYaml() {}

  /** {@code yaml}, as our writer makes it, with its lists moved in. */
  static String of(String yaml) {
    var out = new StringBuilder();
    var lists = new ArrayDeque<Integer>();
    var keyIndent = -1;
    var block = -1;
    for (var line : yaml.split("\n", -1)) {
      var indent = 0;
      while (indent < line.length() && line.charAt(indent) == ' ') {
        indent++;
      }
      if (block >= 0 && (indent > block || line.isEmpty())) {
        out.append(" ".repeat(line.isEmpty() ? 0 : 2 * lists.size())).append(line).append('\n');
        continue;
      }
      block = -1;
      var item = line.startsWith("- ", indent) || line.substring(indent).equals("-");
      while (!lists.isEmpty() && (indent < lists.peek() || indent == lists.peek() && !item)) {
        lists.pop();
      }
      if (item && indent == keyIndent && (lists.isEmpty() || lists.peek() != indent)) {
        lists.push(indent);
      }
      out.append(" ".repeat(2 * lists.size())).append(line).append('\n');
      var start = indent;
      while (line.startsWith("- ", start)) {
        start += 2;
      }
      keyIndent = line.endsWith(":") ? start : -1;
      if (line.matches(".*[:-] [|>][-+0-9]*")) {
        block = start;
      }
    }
    out.setLength(out.length() - 1);
    return out.toString();
  }
}
