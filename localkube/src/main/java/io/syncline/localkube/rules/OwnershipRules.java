package io.syncline.localkube.rules;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The grammar of finalizers and references to owners. */
final class OwnershipRules {
  private static final Set<String> STANDARD = Set.of("kubernetes", "orphan", "foregroundDeletion");

  private OwnershipRules() {}

  static List<Cause> broken(Resource resource, ObjectTree object) {
    var causes = new ArrayList<Cause>();
    var finalizers = Tree.items(Tree.at(object, "metadata", "finalizers"));
    for (var i = 0; i < finalizers.size(); i++) {
      var name = String.valueOf(finalizers.get(i));
      causes.addAll(NameRules.key("metadata.finalizers", name));
      var core = resource.id().group().isEmpty() && resource.custom().isEmpty();
      if (core && !name.contains("/") && !STANDARD.contains(name)) {
        causes.add(
            Cause.invalid(
                "metadata.finalizers[" + i + "]",
                name,
                "name is neither a standard finalizer name nor is it fully qualified"));
      }
    }
    owners(Tree.items(Tree.at(object, "metadata", "ownerReferences")), causes);
    return causes;
  }

  private static void owners(List<Object> owners, List<Cause> causes) {
    var controller = "";
    for (var owner : owners) {
      for (var field : List.of("apiVersion", "kind", "name", "uid")) {
        if (Tree.text(owner, field).isEmpty()) {
          var shown = field.equals("apiVersion") ? "version" : field;
          causes.add(
              Cause.invalid("metadata.ownerReferences." + field, "", shown + " must not be empty"));
        }
      }
      if (!Tree.flag(owner, "controller")) {
        continue;
      }
      var name = Tree.text(owner, "kind") + "/" + Tree.text(owner, "name");
      if (!controller.isEmpty()) {
        causes.add(
            Cause.invalid(
                "metadata.ownerReferences",
                owners,
                "Only one reference can have Controller set to true. Found \"true\" in references"
                    + " for "
                    + controller
                    + " and "
                    + name));
      }
      controller = name;
    }
  }
}
