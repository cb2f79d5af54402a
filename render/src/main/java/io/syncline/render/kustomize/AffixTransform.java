package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import java.util.List;

/** Adds a prefix or a suffix to names. */
final class AffixTransform implements Transform {
  private static final List<Gvk> SKIPPED =
      List.of(
          Gvk.of("", "", "CustomResourceDefinition"),
          Gvk.of("apiregistration.k8s.io", "", "APIService"),
          Gvk.of("", "", "Namespace"));
  private final String affix;
  private final boolean prefix;
  private final List<FieldSpec> specs;

  AffixTransform(String affix, boolean prefix, List<FieldSpec> specs) {
    this.affix = affix;
    this.prefix = prefix;
    this.specs = specs;
  }

  @Override
  public void apply(ResourceMap map) {
    var key = new Key(affix, prefix, specs);
    for (var resource : map.resources()) {
      resource.change(key, this::apply);
    }
    map.changed();
  }

  /** What it depends on besides the object. */
  private record Key(String affix, boolean prefix, List<FieldSpec> specs) {}

  private void apply(Resource resource) {
    var original = resource.originalId().gvk();
    if (SKIPPED.stream().anyMatch(original::selectedBy)) {
      return;
    }
    for (var spec : specs) {
      if (original.selectedBy(spec.gvk())) {
        apply(resource, spec);
      }
    }
  }

  private void apply(Resource resource, FieldSpec spec) {
    if (spec.path().equals("metadata/name") && !affix.isEmpty()) {
      resource.affix(affix, prefix);
      resource.rememberId();
    }
    if (resource.gvk().selectedBy(spec.gvk())) {
      FieldWalk.visit(
          resource.node(),
          spec,
          Node.Kind.SCALAR,
          Node.STRING,
          field ->
              Fields.set(field, Node.plain(prefix ? affix + field.text() : field.text() + affix)));
    }
  }
}
