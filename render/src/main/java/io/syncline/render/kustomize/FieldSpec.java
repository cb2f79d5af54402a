package io.syncline.render.kustomize;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a change goes: a path in objects of some kinds.
 *
 * @param gvk kinds it holds for
 * @param path names with slashes between; {@code []} marks a list, a backslash escapes a slash
 * @param create whether the field is made when it is missing
 * @param steps the path cut at its slashes
 */
record FieldSpec(Gvk gvk, String path, boolean create, List<String> steps) {
  static FieldSpec of(Gvk gvk, String path, boolean create) {
    return new FieldSpec(gvk, path, create, split(path, '/'));
  }

  /** Adds {@code spec} unless one in the list covers it. */
  static void merge(List<FieldSpec> specs, FieldSpec spec) {
    for (var known : specs) {
      if (known.path.equals(spec.path) && known.gvk.selectedBy(spec.gvk)) {
        if (known.create != spec.create) {
          throw new BuildException("conflicting fieldspecs for path " + spec.path);
        }
        return;
      }
    }
    specs.add(spec);
  }

  /** A path cut at {@code delimiter}; a backslash before one keeps it as part of a name. */
  static List<String> split(String path, char delimiter) {
    var parts = new ArrayList<String>();
    var rest = path.length() > 1 && path.charAt(0) == delimiter ? path.substring(1) : path;
    var part = new StringBuilder();
    for (var i = 0; i < rest.length(); i++) {
      var c = rest.charAt(i);
      if (c != delimiter) {
        part.append(c);
      } else if (part.length() > 0 && part.charAt(part.length() - 1) == '\\') {
        part.setCharAt(part.length() - 1, delimiter);
      } else {
        parts.add(part.toString());
        part.setLength(0);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  /** A dotted path; brackets hold a condition or a name with dots. */
  static List<String> splitDotted(String path) {
    var parts = split(path, '.');
    var result = new ArrayList<String>();
    for (var i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      if (!part.startsWith("[") || part.endsWith("]")) {
        result.add(part);
        continue;
      }
      var whole = new StringBuilder(part);
      while (i < parts.size() - 1) {
        i++;
        whole.append('.').append(parts.get(i));
        if (parts.get(i).endsWith("]")) {
          break;
        }
      }
      var text = whole.toString();
      result.add(text.indexOf('=') >= 0 ? text : text.replaceAll("^[\\[\\]]+|[\\[\\]]+$", ""));
    }
    return result;
  }
}
