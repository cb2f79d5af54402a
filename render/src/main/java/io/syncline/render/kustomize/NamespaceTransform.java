package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;

/** Puts objects into a namespace, with the subjects of role bindings and a few other fields. */
final class NamespaceTransform implements Transform {
  private static final FieldSpec METADATA = FieldSpec.of(Gvk.ANY, "metadata/namespace", true);
  private final String namespace;
  private final List<FieldSpec> specs;
  private final boolean unsetOnly;
  private final Subjects subjects;

  /** Which subjects of role bindings get the namespace. */
  enum Subjects {
    DEFAULT_ONLY,
    ALL_SERVICE_ACCOUNTS,
    NONE;

    static Subjects of(String word) {
      return switch (word) {
        case "", "defaultOnly" -> DEFAULT_ONLY;
        case "allServiceAccounts" -> ALL_SERVICE_ACCOUNTS;
        case "none" -> NONE;
        default ->
            throw new BuildException(
                "invalid value '"
                    + word
                    + "' for setRoleBindingSubjects (expected: defaultOnly, none or"
                    + " allServiceAccounts)");
      };
    }
  }

  NamespaceTransform(
      String namespace, List<FieldSpec> specs, boolean unsetOnly, Subjects subjects) {
    this.namespace = namespace;
    this.specs = specs;
    this.unsetOnly = unsetOnly;
    this.subjects = subjects;
  }

  @Override
  public void apply(ResourceMap map) {
    if (namespace.isEmpty()) {
      return;
    }
    var counts = new HashMap<ResourceId, Integer>();
    for (var resource : map.resources()) {
      counts.merge(resource.key(), 1, Integer::sum);
    }
    var change = new Key(namespace, specs, unsetOnly, subjects);
    for (var resource : map.resources()) {
      if (resource.isEmpty()) {
        continue;
      }
      counts.merge(resource.key(), -1, Integer::sum);
      resource.change(
          change,
          changed -> {
            changed.rememberId();
            apply(changed);
          });
      if (counts.merge(resource.key(), 1, Integer::sum) != 1) {
        throw new BuildException("namespace transformation produces ID conflict: " + resource.id());
      }
    }
    map.changed();
  }

  /** What it depends on besides the object. */
  private record Key(
      String namespace, List<FieldSpec> specs, boolean unsetOnly, Subjects subjects) {}

  /** Sets the namespace of one object without remembering its old id. */
  void apply(Resource resource) {
    var node = resource.node();
    var gvk = resource.gvk();
    if (!gvk.clusterScoped()) {
      FieldWalk.visit(node, METADATA, Node.Kind.SCALAR, Node.NONE, setter());
    }
    var binding = gvk.kind().equals("RoleBinding") || gvk.kind().equals("ClusterRoleBinding");
    if (binding) {
      subjects(node);
    }
    for (var spec : wanted(resource.apiVersion(), binding)) {
      if (gvk.selectedBy(spec.gvk())) {
        FieldWalk.visit(node, spec, Node.Kind.SCALAR, Node.STRING, setter());
      }
    }
  }

  private List<FieldSpec> wanted(String apiVersion, boolean binding) {
    var wanted = new ArrayList<FieldSpec>();
    for (var spec : specs) {
      var path = spec.path();
      var kind = spec.gvk().kind();
      if (path.equals("metadata/namespace")
          || path.equals("metadata/name") && !apiVersion.equals("v1")
          || binding
              && path.equals("subjects/namespace")
              && (kind.equals("RoleBinding") || kind.equals("ClusterRoleBinding"))) {
        continue;
      }
      wanted.add(spec);
    }
    return wanted;
  }

  private Consumer<Node> setter() {
    var value = Node.scalar(namespace, Node.STRING, Node.Style.PLAIN);
    return target -> {
      if (!unsetOnly || target.isEmpty() || !target.isScalar() || target.text().isEmpty()) {
        Fields.set(target, value);
      }
    };
  }

  private void subjects(Node node) {
    var list = node.get("subjects");
    if (subjects == Subjects.NONE || list == null || list.isNull()) {
      return;
    }
    Fields.require(list, Node.Kind.LIST);
    for (var i = 0; i < list.size(); i++) {
      var subject = list.item(i);
      var wanted =
          subjects == Subjects.ALL_SERVICE_ACCOUNTS
              ? subject.textAt("kind").equals("ServiceAccount")
              : subject.textAt("name").equals("default");
      if (wanted) {
        setter().accept(Fields.obtain(subject, "namespace", Node.Kind.SCALAR));
      }
    }
  }
}
