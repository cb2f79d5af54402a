package io.syncline.render.kustomize;

import java.util.Collection;
import java.util.Locale;

/**
 * A kustomization that cannot be built. Where it names no file, the build puts the kustomization
 * file at hand in its place.
 */
final class BuildException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String file;
  private final int line;
  private final String field;

  BuildException(String message) {
    this(message, "", 0);
  }

  BuildException(String message, String file, int line) {
    this(message, file, line, "");
  }

  private BuildException(String message, String file, int line, String field) {
    super(message);
    this.file = file;
    this.line = line;
    this.field = field;
  }

  /** A value the field at {@code place}, dotted, cannot have. */
  static BuildException wrongValue(String place, String message) {
    return new BuildException(message, "", 0, place);
  }

  /** A field nobody knows at {@code place}, dotted; close names are offered, else all. */
  static BuildException unknownField(String place, String name, Collection<String> known) {
    var close = known.stream().filter(k -> near(k, name)).sorted().toList();
    var offered = close.isEmpty() ? known.stream().sorted().toList() : close;
    return new BuildException(
        "unknown field '" + place + "' (expected: " + String.join(", ", offered) + ")",
        "",
        0,
        place);
  }

  private static boolean near(String known, String name) {
    var a = known.toLowerCase(Locale.ROOT);
    var b = name.toLowerCase(Locale.ROOT);
    return a.startsWith(b)
        || b.startsWith(a)
        || a.replaceAll("[aeiou]", "").equals(b.replaceAll("[aeiou]", ""));
  }

  /** The dotted field that is to blame, "" when no single one is. */
  String field() {
    return field;
  }

  String problem() {
    return String.valueOf(getMessage());
  }

  String file() {
    return file;
  }

  int line() {
    return line;
  }

  BuildException in(String otherFile) {
    return file.isEmpty() ? new BuildException(problem(), otherFile, line) : this;
  }
}
