package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Sets the replica counts of the objects named. */
final class ReplicaTransform implements Transform {
  private final List<Replica> replicas;
  private final List<FieldSpec> specs;

  /** A name, now or before, and its count. */
  record Replica(String name, long count) {}

  ReplicaTransform(List<Replica> replicas, List<FieldSpec> specs) {
    this.replicas = replicas;
    this.specs = specs;
  }

  @Override
  public void apply(ResourceMap map) {
    var byName = byName(map);
    for (var replica : replicas) {
      if (!apply(replica, byName.getOrDefault(replica.name, List.of()))) {
        throw new BuildException(
            "resource with name " + replica.name + " does not match a config with replicas");
      }
    }
    map.changed();
  }

  private static Map<String, List<Resource>> byName(ResourceMap map) {
    var byName = new HashMap<String, List<Resource>>();
    for (var resource : map.resources()) {
      var names = new LinkedHashSet<String>();
      resource.formerIds().forEach(id -> names.add(id.name()));
      names.add(resource.id().name());
      names.forEach(name -> byName.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(resource));
    }
    return byName;
  }

  private boolean apply(Replica replica, List<Resource> candidates) {
    var found = false;
    for (var spec : specs) {
      for (var resource : candidates) {
        if (!named(resource, replica.name, spec.gvk())) {
          continue;
        }
        found = true;
        if (resource.gvk().selectedBy(spec.gvk())) {
          resource.change(
              new Key(replica.count, spec), changed -> set(changed, spec, replica.count));
        }
      }
    }
    return found;
  }

  /** What it depends on besides the object. */
  private record Key(long count, FieldSpec spec) {}

  private static void set(Resource resource, FieldSpec spec, long count) {
    FieldWalk.visit(
        resource.node(),
        spec,
        Node.Kind.SCALAR,
        Node.INT,
        field -> Fields.set(field, Node.scalar(Long.toString(count), Node.INT, Node.Style.PLAIN)));
  }

  private static boolean named(Resource resource, String name, Gvk gvk) {
    var id = resource.id();
    return id.name().equals(name) && id.gvk().selectedBy(gvk)
        || resource.formerIds().stream()
            .anyMatch(former -> former.name().equals(name) && former.gvk().selectedBy(gvk));
  }
}
