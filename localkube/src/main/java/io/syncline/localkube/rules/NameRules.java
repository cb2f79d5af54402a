package io.syncline.localkube.rules;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.select.LabelSyntax;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** The grammar of names, labels and annotations. */
public final class NameRules {
  private static final int LONGEST_SUBDOMAIN = 253;
  private static final int LONGEST_LABEL = 63;
  private static final int MOST_ANNOTATIONS = 256 << 10;
  private static final String SUBDOMAIN_TEXT =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  private static final String LABEL_TEXT =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
          + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  private static final String SERVICE_TEXT =
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
          + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
          + " 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

  private NameRules() {}

  // These run several times for every write, so they are written out instead of being patterns.

  private static boolean isSubdomain(String text) {
    var start = 0;
    for (var dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', start)) {
      if (!isLabel(text, start, dot)) {
        return false;
      }
      start = dot + 1;
    }
    return isLabel(text, start, text.length());
  }

  private static boolean isService(String text) {
    return isLabel(text) && !isDigit(text.charAt(0));
  }

  private static boolean isLabel(String text) {
    return isLabel(text, 0, text.length());
  }

  private static boolean isLabel(String text, int from, int to) {
    if (from == to || text.charAt(from) == '-' || text.charAt(to - 1) == '-') {
      return false;
    }
    for (var i = from; i < to; i++) {
      var c = text.charAt(i);
      if (!isLower(c) && !isDigit(c) && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isQualified(String text) {
    var last = text.length() - 1;
    if (last < 0 || !isAlphanumeric(text.charAt(0)) || !isAlphanumeric(text.charAt(last))) {
      return false;
    }
    for (var i = 1; i < last; i++) {
      var c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char c) {
    return isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** What {@code object} breaks of the grammar of its metadata. */
  public static List<Cause> broken(Resource resource, ObjectTree object) {
    var causes = new ArrayList<Cause>();
    var prefix = Tree.text(object, "metadata", "generateName");
    if (!prefix.isEmpty()) {
      var shown = prefix.replaceFirst("[-.]$", "");
      for (var cause : name(resource, shown.isEmpty() ? prefix : shown)) {
        causes.add(
            new Cause(
                cause.reason(),
                cause.message().replace(Cause.quoted(shown), Cause.quoted(prefix)),
                "metadata.generateName"));
      }
    }
    causes.addAll(name(resource, Tree.text(object, "metadata", "name")));
    if (Tree.number(object, 0, "metadata", "generation") < 0) {
      causes.add(
          Cause.invalid(
              "metadata.generation",
              Tree.at(object, "metadata", "generation"),
              "must be greater than or equal to 0"));
    }
    causes.addAll(labels("metadata.labels", Tree.object(Tree.at(object, "metadata", "labels"))));
    var annotations = Tree.object(Tree.at(object, "metadata", "annotations"));
    var size = 0L;
    for (var key : annotations.keySet()) {
      causes.addAll(key("metadata.annotations", key.toLowerCase(java.util.Locale.ROOT)));
      size += key.length() + String.valueOf(annotations.get(key)).length();
    }
    if (size > MOST_ANNOTATIONS) {
      causes.add(
          new Cause(
              "FieldValueTooLong",
              "Too long: may not be more than " + MOST_ANNOTATIONS + " bytes",
              "metadata.annotations"));
    }
    causes.addAll(OwnershipRules.broken(resource, object));
    return causes;
  }

  private static List<Cause> name(Resource resource, String name) {
    if (resource.custom().isPresent()) {
      return subdomain("metadata.name", name);
    }
    if (resource.id().group().equals("rbac.authorization.k8s.io")) {
      return name.equals(".") || name.equals("..") || name.contains("/") || name.contains("%")
          ? List.of(
              Cause.invalid("metadata.name", name, "may not be '.', '..' or contain '/' or '%'"))
          : List.of();
    }
    return switch (resource.kind()) {
      case "Namespace" -> label("metadata.name", name, isLabel(name), LABEL_TEXT);
      case "Service" -> label("metadata.name", name, isService(name), SERVICE_TEXT);
      case "APIService", "Event" -> List.of();
      default -> subdomain("metadata.name", name);
    };
  }

  /** The rules of a name that may stand in DNS as the name of a service. */
  static List<Cause> service(String field, String name) {
    return label(field, name, isService(name), SERVICE_TEXT);
  }

  /** The rules of a name that may stand in DNS as one label. */
  static List<Cause> label(String field, String name) {
    return label(field, name, isLabel(name), LABEL_TEXT);
  }

  private static List<Cause> label(String field, String name, boolean fits, String text) {
    if (name.length() > LONGEST_LABEL) {
      return List.of(Cause.invalid(field, name, "must be no more than 63 characters"));
    }
    return fits ? List.of() : List.of(Cause.invalid(field, name, text));
  }

  static List<Cause> subdomain(String field, String name) {
    if (name.length() > LONGEST_SUBDOMAIN) {
      return List.of(Cause.invalid(field, name, "must be no more than 253 characters"));
    }
    return isSubdomain(name) ? List.of() : List.of(Cause.invalid(field, name, SUBDOMAIN_TEXT));
  }

  static List<Cause> labels(String field, ObjectTree labels) {
    var causes = new ArrayList<Cause>();
    for (var key : labels.keySet()) {
      causes.addAll(key(field, key));
      var value = labels.get(key);
      if (value instanceof String text && !text.isEmpty()) {
        if (text.length() > LONGEST_LABEL) {
          causes.add(Cause.invalid(field, text, "must be no more than 63 characters"));
        } else if (!isQualified(text)) {
          causes.add(Cause.invalid(field, text, LabelSyntax.VALUE));
        }
      }
    }
    return causes;
  }

  /** The rules of a name with an optional domain before a slash. */
  static List<Cause> key(String field, String key) {
    var causes = new ArrayList<Cause>();
    var slash = key.indexOf('/');
    var name = key.substring(slash + 1);
    if (name.indexOf('/') >= 0) {
      var text =
          "a qualified "
              + LabelSyntax.NAME.replaceFirst("part ", "")
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
      return List.of(Cause.invalid(field, key, text));
    }
    if (slash == 0) {
      causes.add(Cause.invalid(field, key, "prefix part must be non-empty"));
    } else if (slash > 0) {
      for (var problem : subdomain(field, key.substring(0, slash))) {
        var said = problem.message();
        causes.add(
            Cause.invalid(field, key, "prefix part " + said.substring(said.indexOf("\": ") + 3)));
      }
    }
    if (name.isEmpty()) {
      causes.add(Cause.invalid(field, key, "name part must be non-empty"));
    } else if (name.length() > LONGEST_LABEL) {
      causes.add(Cause.invalid(field, key, "name part must be no more than 63 characters"));
    }
    if (!isQualified(name)) {
      causes.add(Cause.invalid(field, key, LabelSyntax.NAME));
    }
    return causes;
  }
}
