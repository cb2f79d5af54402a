package io.syncline.render.kustomize.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Takes lines and files away as long as the builds still disagree in the same way. */
final class Minimizer {
  private final Comparison comparison;
  private final Difference wanted;
  private int left;

  /**
   * @param builds how many comparisons may be spent
   */
  Minimizer(Comparison comparison, Difference wanted, int builds) {
    this.comparison = comparison;
    this.wanted = wanted;
    this.left = builds;
  }

  Map<String, String> minimal(Map<String, String> files) {
    var best = new TreeMap<>(files);
    for (var before = -1; before != size(best) && left > 0; ) {
      before = size(best);
      for (var name : List.copyOf(best.keySet())) {
        var without = new TreeMap<>(best);
        without.remove(name);
        if (holds(without)) {
          best = without;
        }
      }
      for (var name : List.copyOf(best.keySet())) {
        best = shorter(best, name);
      }
    }
    return best;
  }

  private static int size(Map<String, String> files) {
    return files.values().stream().mapToInt(String::length).sum();
  }

  /** Drops one line after the other, with what is indented below it, then the line alone. */
  private TreeMap<String, String> shorter(TreeMap<String, String> files, String name) {
    var best = files;
    for (var i = 0; i < lines(best, name).size() && left > 0; ) {
      var lines = lines(best, name);
      var dropped = false;
      for (var end : List.of(end(lines, i), i + 1)) {
        var rest = new ArrayList<>(lines.subList(0, i));
        rest.addAll(lines.subList(end, lines.size()));
        var shorter = new TreeMap<>(best);
        shorter.put(name, String.join("\n", rest));
        if (holds(shorter)) {
          best = shorter;
          dropped = true;
          break;
        }
      }
      if (!dropped) {
        i++;
      }
    }
    return best;
  }

  private static List<String> lines(Map<String, String> files, String name) {
    return List.of(files.getOrDefault(name, "").split("\n", -1));
  }

  private static int end(List<String> lines, int at) {
    var indent = indent(lines.get(at));
    var end = at + 1;
    while (end < lines.size()
        && (indent(lines.get(end)) > indent
            || indent(lines.get(end)) == indent
                && lines.get(end).startsWith("- ", indent)
                && !lines.get(at).startsWith("- ", indent))) {
      end++;
    }
    return end;
  }

  private static int indent(String line) {
    var indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    return indent;
  }

  private boolean holds(Map<String, String> files) {
    if (--left < 0) {
      return false;
    }
    var found = comparison.compare(files, Optional.of(wanted));
    return found.isPresent()
        && found.get().kind() == wanted.kind()
        && gist(found.get()).equals(gist(wanted));
  }

  /** What a failure is about, without the names that stand in it. */
  static String gist(Difference difference) {
    return switch (difference.kind()) {
      case OTHER_OUTPUT -> "";
      case WE_FAIL, WE_CRASH -> words(difference.ours());
      case THEY_FAIL -> words(difference.theirs());
    };
  }

  private static String words(String text) {
    var last = text.strip();
    last = last.substring(Math.max(0, last.length() - 160));
    return last.replaceAll(
            "'[^']*'|\"[^\"]*\"|[a-z]+\\d+|\\d+|[\\w.\\[\\]~|-]*[./~|][\\w.\\[\\]/~|-]*", "#")
        .replaceAll("\\s+", " ");
  }
}
