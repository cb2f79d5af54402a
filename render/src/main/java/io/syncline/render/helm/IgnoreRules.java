package io.syncline.render.helm;

import io.syncline.lang.glob.Glob;
import io.syncline.model.source.SourcePath;
import io.syncline.render.RenderException;
import java.util.ArrayList;
import java.util.List;

/** The rules of a {@code .helmignore} file. */
final class IgnoreRules {
  /**
   * @param glob what to match
   * @param whole whether the whole path is matched, not just the name
   * @param negated whether all that does not match is ignored
   * @param directories whether only directories match
   */
  private record Rule(Glob glob, boolean whole, boolean negated, boolean directories) {
    boolean matches(String path) {
      return glob.matches(whole ? path : SourcePath.name(path));
    }
  }

  private final List<Rule> rules;

  private IgnoreRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  static IgnoreRules parse(String text, String file) {
    var rules = new ArrayList<Rule>();
    var number = 0;
    // Hidden files among templates are never templates.
    for (var line : (text + "\ntemplates/.?*").split("\n")) {
      number++;
      var rule = line.strip();
      if (rule.isEmpty() || rule.startsWith("#")) {
        continue;
      }
      if (rule.contains("**")) {
        throw RenderException.in(
            file, number, "double-star (**) syntax is not supported (expected: *)");
      }
      var negated = rule.startsWith("!");
      rule = negated ? rule.substring(1) : rule;
      var directories = rule.endsWith("/");
      rule = directories ? rule.substring(0, rule.length() - 1) : rule;
      var rooted = rule.startsWith("/");
      var pattern =
          (rooted ? rule.substring(1) : rule)
              .replace("{", "\\{")
              .replace("}", "\\}")
              .replace("[!", "[\\!");
      var whole = rooted || rule.contains("/");
      try {
        rules.add(new Rule(Glob.of(pattern, '/'), whole, negated, directories));
      } catch (Glob.GlobException e) {
        throw RenderException.in(file, number, String.valueOf(e.getMessage()));
      }
    }
    return new IgnoreRules(rules);
  }

  boolean ignores(String path, boolean directory) {
    for (var rule : rules) {
      if (rule.negated()) {
        if (rule.directories() && !directory || !rule.matches(path)) {
          return true;
        }
      } else if ((directory || !rule.directories()) && rule.matches(path)) {
        return true;
      }
    }
    return false;
  }
}
