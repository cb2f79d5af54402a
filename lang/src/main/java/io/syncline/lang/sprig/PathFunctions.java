package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.string;

import io.syncline.lang.gotemplate.GoFunction;
import java.util.ArrayDeque;
import java.util.Map;

/** Slash-separated paths and URLs. */
final class PathFunctions {
  private PathFunctions() {}

  static void addTo(Map<String, GoFunction> all) {
    put(all, "Base", GoFunction.of("string", a -> base(string(a[0]))));
    put(all, "Dir", GoFunction.of("string", a -> dir(string(a[0]))));
    put(all, "Clean", GoFunction.of("string", a -> clean(string(a[0]))));
    put(all, "Ext", GoFunction.of("string", a -> extension(string(a[0]))));
    put(all, "IsAbs", GoFunction.of("string", a -> string(a[0]).startsWith("/")));
    all.put("urlParse", GoFunction.of("string", a -> GoUrl.parts(string(a[0]))));
    all.put("urlJoin", GoFunction.of("map", a -> GoUrl.join(DictFunctions.map(a[0]))));
  }

  private static void put(Map<String, GoFunction> all, String name, GoFunction function) {
    all.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), function);
    all.put("os" + name, function);
  }

  static String base(String path) {
    if (path.isEmpty()) {
      return ".";
    }
    var end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return end == 0 ? "/" : path.substring(path.lastIndexOf('/', end - 1) + 1, end);
  }

  private static String dir(String path) {
    return clean(path.substring(0, path.lastIndexOf('/') + 1));
  }

  private static String extension(String path) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    return name.lastIndexOf('.') < 0 ? "" : name.substring(name.lastIndexOf('.'));
  }

  private static String clean(String path) {
    var rooted = path.startsWith("/");
    var parts = new ArrayDeque<String>();
    for (var part : path.split("/")) {
      if (part.equals("..") && !parts.isEmpty() && !"..".equals(parts.peekLast())) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".") && !(part.equals("..") && rooted)) {
        parts.addLast(part);
      }
    }
    var joined = String.join("/", parts);
    return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
  }
}
