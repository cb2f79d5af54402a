package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sets labels or annotations wherever the field specs say. */
final class EntryTransform implements Transform {
  private final Map<String, String> entries;
  private final List<FieldSpec> specs;

  EntryTransform(Map<String, String> entries, List<FieldSpec> specs) {
    this.entries = new TreeMap<>(entries);
    this.specs = specs;
  }

  @Override
  public void apply(ResourceMap map) {
    if (entries.isEmpty()) {
      return;
    }
    var change = new Key(entries, specs);
    var byKind = new HashMap<Gvk, List<FieldSpec>>();
    for (var resource : map.resources()) {
      var wanted =
          byKind.computeIfAbsent(
              resource.gvk(),
              gvk -> specs.stream().filter(spec -> gvk.selectedBy(spec.gvk())).toList());
      resource.change(
          change, changed -> entries.forEach((key, value) -> apply(changed, wanted, key, value)));
    }
    map.changed();
  }

  /** What it depends on besides the object. */
  private record Key(Map<String, String> entries, List<FieldSpec> specs) {}

  private static void apply(Resource resource, List<FieldSpec> wanted, String key, String value) {
    // One node for all places of an object: Kustomize shares it, and later changes show everywhere.
    var shared = Node.scalar(value, Node.STRING, Node.Style.PLAIN);
    for (var spec : wanted) {
      FieldWalk.visit(
          resource.node(), spec, Node.Kind.MAP, Node.MAP, field -> Fields.set(field, key, shared));
    }
  }
}
