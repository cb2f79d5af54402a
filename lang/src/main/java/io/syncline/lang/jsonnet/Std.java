package io.syncline.lang.jsonnet;

import io.syncline.lang.jsonnet.Node.Visibility;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The standard library. */
final class Std {
  private static final ObjectValue OBJECT = object();

  private Std() {}

  /** The library as the file {@code file} sees it. */
  static ObjectValue in(String file, JsonnetBudget meter) {
    return OBJECT.plus(ObjectValue.of(Map.of("thisFile", file), Visibility.HIDDEN), meter);
  }

  private static ObjectValue object() {
    var all = new LinkedHashMap<String, Object>();
    StdNumbers.add(all);
    StdTexts.add(all);
    StdArrays.add(all);
    StdSets.add(all);
    StdObjects.add(all);
    StdWriting.add(all);
    StdCodes.add(all);
    return ObjectValue.of(all, Visibility.HIDDEN);
  }

  /**
   * Adds a function.
   *
   * @param signature name and parameters, such as {@code f(a, b?)}; a question mark stands behind
   *     one that may be left out
   */
  static void function(Map<String, Object> all, String signature, Callable.Body body) {
    var open = signature.indexOf('(');
    var names = new ArrayList<String>();
    var required = 0;
    for (var word : signature.substring(open + 1, signature.length() - 1).split(",")) {
      var name = word.strip();
      if (name.isEmpty()) {
        continue;
      }
      required += name.endsWith("?") ? 0 : 1;
      names.add(name.replace("?", ""));
    }
    all.put(signature.substring(0, open), new Callable.Builtin(List.copyOf(names), required, body));
  }
}
