package io.syncline.workloads.batch;

import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Sets of completion indexes as objects hold them: {@code 0-2,5}. */
final class Indexes {
  private Indexes() {}

  /** The indexes in {@code text} that are below {@code limit}; none when it cannot be read. */
  static NavigableSet<Integer> parse(String text, int limit) {
    var set = new TreeSet<Integer>();
    for (var part : text.split(",")) {
      var ends = part.trim().split("-", 2);
      if (!ends[0].matches("\\d{1,8}") || !ends[ends.length - 1].matches("\\d{1,8}")) {
        continue;
      }
      var last = Math.min(limit - 1, Integer.parseInt(ends[ends.length - 1]));
      for (var i = Integer.parseInt(ends[0]); i <= last; i++) {
        set.add(i);
      }
    }
    return set;
  }

  /** Runs of three and more are written with a dash. */
  static String text(Collection<Integer> indexes) {
    var out = new StringBuilder();
    var set = new TreeSet<>(indexes);
    while (!set.isEmpty()) {
      var first = set.removeFirst();
      var last = first;
      while (!set.isEmpty() && set.first() == last + 1) {
        last = set.removeFirst();
      }
      out.append(out.isEmpty() ? "" : ",").append(first);
      if (last > first) {
        out.append(last == first + 1 ? "," : "-").append(last);
      }
    }
    return out.toString();
  }
}
