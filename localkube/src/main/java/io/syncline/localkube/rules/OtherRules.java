package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.merge.custom.CustomSchema;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** Rules of configuration, access, storage and definitions. */
final class OtherRules {
  private static final List<String> SCOPES = List.of("Cluster", "Namespaced");

  private OtherRules() {}

  static List<Cause> storageClass(ObjectTree object) {
    return Tree.text(object, "provisioner").isEmpty()
        ? List.of(Cause.required("provisioner", ""))
        : List.of();
  }

  static List<Cause> definition(ObjectTree definition) {
    var causes = new ArrayList<Cause>();
    var spec = Tree.object(definition.get("spec"));
    var plural = Tree.text(spec, "names", "plural");
    var expected = plural + "." + Tree.text(spec, "group");
    for (var field : List.of("plural", "kind")) {
      if (Tree.text(spec, "names", field).isEmpty()) {
        causes.add(Cause.required("spec.names." + field, ""));
      }
    }
    if (Tree.text(spec, "group").isEmpty()) {
      causes.add(Cause.required("spec.group", ""));
    }
    var name = Tree.text(definition, "metadata", "name");
    if (!name.equals(expected)) {
      causes.add(
          Cause.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
    }
    if (!SCOPES.contains(Tree.text(spec, "scope"))) {
      causes.add(Cause.unsupported("spec.scope", Tree.text(spec, "scope"), SCOPES));
    }
    var versions = Tree.items(spec.get("versions"));
    if (versions.stream().filter(v -> Tree.flag(v, "storage")).count() != 1) {
      causes.add(
          Cause.invalid(
              "spec.versions",
              versions.size(),
              "must have exactly one version marked as storage version"));
    }
    var i = 0;
    for (var version : versions) {
      if (Tree.at(version, "schema", "openAPIV3Schema") == null
          && !Tree.flag(spec, "preserveUnknownFields")) {
        causes.add(
            Cause.required(
                "spec.versions[" + i + "].schema.openAPIV3Schema", "schemas are required"));
      } else if (!Tree.flag(spec, "preserveUnknownFields")) {
        var path =
            versions.size() == 1
                ? "spec.validation.openAPIV3Schema"
                : "spec.versions[" + i + "].schema.openAPIV3Schema";
        var schema = Tree.object(Tree.at(version, "schema", "openAPIV3Schema"));
        for (var fault : CustomSchema.check(schema, path)) {
          causes.add(new Cause(fault.reason().text(), fault.message(), fault.path()));
        }
      }
      i++;
    }
    causes.addAll(DefinitionRules.broken(spec));
    if (Tree.text(spec, "conversion", "strategy").equals("Webhook")) {
      causes.add(Cause.unsupported("spec.conversion.strategy", "Webhook", List.of("None")));
    }
    return causes;
  }
}
