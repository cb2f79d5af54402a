package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.merge.custom.CustomSchema;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** Says what this server keeps but does not act on, so that nobody relies on it. */
final class Unevaluated {
  private Unevaluated() {}

  static List<String> warnings(Resource resource, ObjectTree object) {
    return switch (resource.kind()) {
      case "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding" ->
          List.of(resource.kind() + " is kept, but its rules are not evaluated by this server");
      case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration" ->
          List.of(resource.kind() + " is kept, but its webhooks are not called by this server");
      case "CustomResourceDefinition" -> rules(object);
      default -> List.of();
    };
  }

  private static List<String> rules(ObjectTree definition) {
    var said = new ArrayList<String>();
    for (var version : Tree.items(Tree.at(definition, "spec", "versions"))) {
      var schema = Tree.object(Tree.at(version, "schema", "openAPIV3Schema"));
      for (var warning : CustomSchema.unevaluated(schema)) {
        said.add("version " + Tree.text(version, "name") + ": " + warning);
      }
    }
    return said;
  }
}
