package io.syncline.controller.source;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourceTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A source with its origin at a revision.
 *
 * @param source as written
 * @param origin where its files come from
 * @param commit what its revision means there
 */
record Placed(ApplicationSource source, Origin origin, String commit) {
  SourceTree tree() {
    return origin.tree(commit);
  }

  /** Whether it is there only for others to refer to. */
  boolean rendersNothing() {
    return source.path().isEmpty() && source.chart().isEmpty() && !source.ref().isEmpty();
  }

  /** The names others may refer by, as {@code $name}, with what they mean. */
  static Map<String, Placed> refs(List<Placed> placed) {
    var refs = new LinkedHashMap<String, Placed>();
    for (var one : placed) {
      if (!one.source().ref().isEmpty()) {
        refs.put("$" + one.source().ref(), one);
      }
    }
    return refs;
  }

  static List<String> commits(List<Placed> placed) {
    return placed.stream().map(Placed::commit).toList();
  }
}
