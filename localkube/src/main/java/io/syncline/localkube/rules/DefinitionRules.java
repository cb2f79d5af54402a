package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Rules of the names, columns and subresources of definitions of custom resources. */
final class DefinitionRules {
  private static final List<String> COLUMN_TYPES =
      List.of("boolean", "date", "integer", "number", "string");

  private DefinitionRules() {}

  static List<Cause> broken(ObjectTree spec) {
    var causes = new ArrayList<Cause>();
    names(Tree.object(spec.get("names")), causes);
    var seen = new HashSet<String>();
    var versions = Tree.items(spec.get("versions"));
    for (var i = 0; i < versions.size(); i++) {
      var version = Tree.object(versions.get(i));
      var name = Tree.text(version, "name");
      if (!seen.add(name)) {
        causes.add(Cause.invalid("spec.versions", name, "must contain unique version names"));
      }
      causes.addAll(NameRules.service("spec.versions[" + i + "].name", name));
      var place = versions.size() == 1 ? "spec" : "spec.versions[" + i + "]";
      columns(version, place, causes);
      scale(version, place, causes);
      selectable(version, place, causes);
    }
    return causes;
  }

  private static void names(ObjectTree names, List<Cause> causes) {
    for (var field : List.of("plural", "singular", "kind", "listKind")) {
      var name = Tree.text(names, field);
      var mixed = field.equals("kind") || field.equals("listKind");
      if (!name.isEmpty()) {
        for (var cause :
            NameRules.service(
                "spec.names." + field, mixed ? name.toLowerCase(Locale.ROOT) : name)) {
          var said = cause.message();
          var why = said.substring(said.indexOf("\": ") + 3);
          causes.add(
              Cause.invalid(
                  cause.field(),
                  name,
                  (mixed ? "may have mixed case, but should otherwise match: " : "") + why));
        }
      }
    }
    for (var field : List.of("shortNames", "categories")) {
      var items = Tree.items(names.get(field));
      for (var i = 0; i < items.size(); i++) {
        causes.addAll(
            NameRules.service("spec.names." + field + "[" + i + "]", String.valueOf(items.get(i))));
      }
    }
  }

  private static void columns(ObjectTree version, String place, List<Cause> causes) {
    var columns = Tree.items(version.get("additionalPrinterColumns"));
    for (var i = 0; i < columns.size(); i++) {
      var at = place + ".additionalPrinterColumns[" + i + "]";
      var column = columns.get(i);
      if (Tree.text(column, "name").isEmpty()) {
        causes.add(Cause.required(at + ".name", ""));
      }
      var type = Tree.text(column, "type");
      if (type.isEmpty()) {
        causes.add(
            Cause.required(at + ".type", "must be one of " + String.join(",", COLUMN_TYPES)));
      } else if (!COLUMN_TYPES.contains(type)) {
        causes.add(
            Cause.invalid(at + ".type", type, "must be one of " + String.join(",", COLUMN_TYPES)));
      }
      path(at + ".JSONPath", Tree.text(column, "jsonPath"), causes);
    }
  }

  private static void path(String field, String path, List<Cause> causes) {
    if (path.isEmpty()) {
      causes.add(Cause.required(field, ""));
    } else if (!path.startsWith(".")) {
      causes.add(Cause.invalid(field, path, "must be a simple json path starting with ."));
    }
  }

  private static void scale(ObjectTree version, String place, List<Cause> causes) {
    var scale = Tree.at(version, "subresources", "scale");
    if (scale == null) {
      return;
    }
    var at = place + ".subresources.scale.";
    for (var field : List.of("specReplicasPath", "statusReplicasPath")) {
      var path = Tree.text(scale, field);
      path(at + field, path, causes);
      var start = field.startsWith("spec") ? ".spec." : ".status.";
      if (path.startsWith(".") && !path.startsWith(start)) {
        causes.add(
            Cause.invalid(
                at + field,
                path,
                "should be a json path under " + start.substring(0, start.length() - 1)));
      }
    }
  }

  private static void selectable(ObjectTree version, String place, List<Cause> causes) {
    var fields = Tree.items(version.get("selectableFields"));
    for (var i = 0; i < fields.size(); i++) {
      var path = Tree.text(fields.get(i), "jsonPath");
      var here = Tree.object(Tree.at(version, "schema", "openAPIV3Schema"));
      for (var step : path.replaceFirst("^\\.", "").split("\\.")) {
        here = Tree.object(Tree.at(here, "properties", step));
      }
      if (here.isEmpty()) {
        causes.add(
            Cause.invalid(
                place + ".selectableFields[" + i + "].jsonPath",
                path,
                "is an invalid path: does not refer to a valid field"));
      }
    }
  }
}
