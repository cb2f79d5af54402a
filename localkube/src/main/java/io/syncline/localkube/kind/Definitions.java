package io.syncline.localkube.kind;

import io.syncline.localkube.api.ResourceId;
import io.syncline.merge.custom.CustomSchema;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns a CustomResourceDefinition into the resources it serves. */
final class Definitions {
  private static final List<String> VERBS =
      List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");
  private static final Column NAME =
      new Column(
          "Name", "string", "name", "Name must be unique within a namespace.", 0, Optional.empty());
  private static final Column AGE =
      new Column(
          "Age",
          "date",
          "",
          "Time since the object was made.",
          0,
          Optional.of(".metadata.creationTimestamp"));

  private Definitions() {}

  static List<Resource> served(ObjectTree definition) {
    var versions = Tree.items(Tree.at(definition, "spec", "versions"));
    var storage =
        versions.stream()
            .filter(v -> Tree.flag(v, "storage"))
            .map(v -> Tree.text(v, "name"))
            .findFirst()
            .orElse("");
    var resources = new ArrayList<Resource>();
    for (var version : versions) {
      if (Tree.flag(version, "served")) {
        resources.add(resource(definition, Tree.object(version), storage));
      }
    }
    return resources;
  }

  private static Resource resource(ObjectTree definition, ObjectTree version, String storage) {
    var spec = Tree.object(definition.get("spec"));
    var names = Tree.object(spec.get("names"));
    var kind = Tree.text(names, "kind");
    var status = Tree.at(version, "subresources", "status") != null;
    var scale = Tree.at(version, "subresources", "scale");
    var subresources = new ArrayList<String>();
    if (status) {
      subresources.add("status");
    }
    if (scale != null) {
      subresources.add("scale");
    }
    var singular = Tree.text(names, "singular");
    var listKind = Tree.text(names, "listKind");
    return new Resource(
        new ResourceId(
            Tree.text(spec, "group"), Tree.text(version, "name"), Tree.text(names, "plural")),
        kind,
        new Resource.Names(
            singular.isEmpty() ? kind.toLowerCase(Locale.ROOT) : singular,
            listKind.isEmpty() ? kind + "List" : listKind,
            strings(names, "shortNames"),
            strings(names, "categories")),
        Tree.text(spec, "scope").equals("Namespaced"),
        VERBS,
        subresources,
        new Resource.Traits(status, true, false, false),
        Tree.items(version.get("selectableFields")).stream()
            .map(field -> Tree.text(field, "jsonPath").replaceFirst("^\\.", ""))
            .toList(),
        columns(version),
        Optional.of(custom(definition, version, storage)));
  }

  private static CustomVersion custom(ObjectTree definition, ObjectTree version, String storage) {
    var scale = Tree.at(version, "subresources", "scale");
    var warning = Tree.text(version, "deprecationWarning");
    var deprecation =
        !Tree.flag(version, "deprecated")
            ? ""
            : warning.isEmpty()
                ? Tree.text(definition, "spec", "group")
                    + "/"
                    + Tree.text(version, "name")
                    + " "
                    + Tree.text(definition, "spec", "names", "kind")
                    + " is deprecated"
                : warning;
    var schema = Tree.object(Tree.at(version, "schema", "openAPIV3Schema"));
    return new CustomVersion(
        Tree.text(definition, "metadata", "name"),
        schema,
        CustomSchema.of(
            Tree.flag(definition, "spec", "preserveUnknownFields") ? ObjectTree.EMPTY : schema),
        scale == null
            ? Optional.empty()
            : Optional.of(
                new CustomVersion.ScalePaths(
                    Tree.text(scale, "specReplicasPath"),
                    Tree.text(scale, "statusReplicasPath"),
                    Tree.text(scale, "labelSelectorPath"))),
        storage,
        deprecation);
  }

  private static List<String> strings(ObjectTree tree, String field) {
    return Tree.items(tree.get(field)).stream().map(String::valueOf).toList();
  }

  private static List<Column> columns(ObjectTree version) {
    var columns = new ArrayList<Column>();
    columns.add(NAME);
    var declared = Tree.items(version.get("additionalPrinterColumns"));
    for (var column : declared) {
      columns.add(
          new Column(
              Tree.text(column, "name"),
              Tree.text(column, "type"),
              Tree.text(column, "format"),
              Tree.text(column, "description"),
              (int) Tree.number(column, 0, "priority"),
              Optional.of(Tree.text(column, "jsonPath"))));
    }
    if (declared.isEmpty()) {
      columns.add(AGE);
    }
    return columns;
  }
}
