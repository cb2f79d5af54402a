package io.syncline.engine.target;

import io.syncline.engine.annotations.HookType;
import io.syncline.engine.annotations.Hooks;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.Condition;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an application wants in its cluster.
 *
 * @param manifests the objects to have, sync hooks included, each once
 * @param deletionHooks hooks that only run when the application is deleted
 * @param conditions what people should know about the manifests
 */
public record Target(
    List<Manifest> manifests, List<Manifest> deletionHooks, List<Condition> conditions) {
  /** Copies the lists. */
  public Target {
    manifests = List.copyOf(manifests);
    deletionHooks = List.copyOf(deletionHooks);
    conditions = List.copyOf(conditions);
  }

  /** Whether some hook runs before the application is deleted. */
  public boolean hasPreDeleteHooks() {
    return has(HookType.PRE_DELETE);
  }

  /** Whether some hook runs after the application was deleted. */
  public boolean hasPostDeleteHooks() {
    return has(HookType.POST_DELETE);
  }

  private boolean has(HookType type) {
    return deletionHooks.stream().anyMatch(h -> Hooks.types(h).contains(type))
        || manifests.stream().anyMatch(h -> Hooks.types(h).contains(type));
  }

  /** The target made of {@code rendered} manifests (semantics 13.1). */
  public static Target prepare(List<Manifest> rendered, TargetRequest request) {
    var conditions = new ArrayList<Condition>();
    var unique = new LinkedHashMap<ObjectKey, Manifest>();
    var repeated = new LinkedHashMap<ObjectKey, Integer>();
    var unnamed = new ArrayList<Manifest>();
    var excluded = new HashMap<GroupKind, Boolean>();
    var expanded = expand(rendered);
    var defined = definitions(expanded);
    for (var manifest : expanded) {
      var kind = manifest.groupKind();
      if (excluded.computeIfAbsent(kind, request.exclusions()::excluded)) {
        conditions.add(excluded(manifest));
        continue;
      }
      // The id keeps a namespace that is written where none belongs.
      var own =
          request.tracking().mark(manifest, request.instanceName(), request.destinationNamespace());
      var scope = request.scopes().of(kind);
      var marked =
          place(
              own,
              scope == Scope.UNKNOWN ? defined.getOrDefault(kind, Scope.UNKNOWN) : scope,
              request,
              conditions);
      if (marked.name().isEmpty()) {
        unnamed(marked, conditions, unnamed);
      } else if (unique.put(marked.key(), marked) != null) {
        repeated.merge(marked.key(), 1, Integer::sum);
      }
    }
    repeated.forEach((key, more) -> conditions.add(repeated(key, more + 1)));
    var manifests = new ArrayList<>(unique.values());
    manifests.addAll(unnamed);
    return split(manifests, conditions);
  }

  private static Target split(List<Manifest> manifests, List<Condition> conditions) {
    return new Target(
        manifests.stream().filter(m -> !Hooks.onlyForDeletion(m)).toList(),
        manifests.stream().filter(Hooks::onlyForDeletion).toList(),
        conditions);
  }

  private static List<Manifest> expand(List<Manifest> rendered) {
    var expanded = new ArrayList<Manifest>();
    for (var manifest : rendered) {
      if (manifest.kind().endsWith("List") && manifest.at("items") instanceof List<?> items) {
        items.forEach(item -> expanded.add(new Manifest(Tree.object(item))));
      } else if (!manifest.root().isEmpty()) {
        expanded.add(manifest);
      }
    }
    return expanded;
  }

  /** Scopes of the kinds the target brings along itself, which no cluster may know yet. */
  private static Map<GroupKind, Scope> definitions(List<Manifest> expanded) {
    var defined = new LinkedHashMap<GroupKind, Scope>();
    for (var manifest : expanded) {
      if (manifest.kind().equals("CustomResourceDefinition")
          && manifest.group().equals("apiextensions.k8s.io")) {
        defined.put(
            new GroupKind(manifest.text("spec", "group"), manifest.text("spec", "names", "kind")),
            manifest.text("spec", "scope").equals("Cluster") ? Scope.CLUSTER : Scope.NAMESPACED);
      }
    }
    return defined;
  }

  private static Manifest place(
      Manifest manifest, Scope scope, TargetRequest request, List<Condition> conditions) {
    if (scope == Scope.CLUSTER) {
      return manifest.without("metadata", "namespace");
    }
    if (!manifest.namespace().isEmpty()) {
      return manifest;
    }
    if (request.destinationNamespace().isEmpty()) {
      if (scope == Scope.NAMESPACED) {
        conditions.add(homeless(manifest));
      }
      return manifest;
    }
    return manifest.with(request.destinationNamespace(), "metadata", "namespace");
  }

  private static Condition homeless(Manifest manifest) {
    return new Condition(
        Condition.INVALID_SPEC,
        "Namespace for "
            + manifest.name()
            + " "
            + manifest.apiVersion()
            + ", Kind="
            + manifest.kind()
            + " is missing.");
  }

  private static void unnamed(
      Manifest manifest, List<Condition> conditions, List<Manifest> unnamed) {
    if (Hooks.isHook(manifest)) {
      unnamed.add(manifest);
    } else {
      conditions.add(
          new Condition(
              Condition.INVALID_SPEC,
              manifest.groupKind()
                  + " has no metadata.name (expected: a name; only hooks get one when they have none)"));
    }
  }

  private static Condition excluded(Manifest manifest) {
    return new Condition(
        Condition.EXCLUDED,
        "Resource "
            + manifest.group()
            + "/"
            + manifest.kind()
            + " "
            + manifest.name()
            + " is excluded in the settings");
  }

  private static Condition repeated(ObjectKey key, int times) {
    return new Condition(
        Condition.REPEATED,
        "Resource " + key + " appeared " + times + " times among application resources.");
  }
}
