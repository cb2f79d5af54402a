package io.syncline.render.kustomize;

import java.util.ArrayList;
import java.util.List;

/** What a build remembers of one object besides its document. */
final class Memory {
  private final List<Former> former = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private final List<String> suffixes = new ArrayList<>();
  private final List<String> variables = new ArrayList<>();
  Resource.Behavior behavior = Resource.Behavior.UNSPECIFIED;
  boolean needsHash;
  boolean nameMayChange;
  boolean kindMayChange;

  /** Name, namespace and kind before a change. */
  record Former(String name, String namespace, String kind) {}

  Memory copy() {
    var copy = new Memory();
    copy.former.addAll(former);
    copy.prefixes.addAll(prefixes);
    copy.suffixes.addAll(suffixes);
    copy.variables.addAll(variables);
    copy.behavior = behavior;
    copy.needsHash = needsHash;
    copy.nameMayChange = nameMayChange;
    copy.kindMayChange = kindMayChange;
    return copy;
  }

  void remember(ResourceId id) {
    former.add(new Former(id.name(), id.effectiveNamespace(), id.gvk().kind()));
  }

  void affix(String affix, boolean prefix) {
    (prefix ? prefixes : suffixes).add(affix);
  }

  void variable(String name) {
    variables.add(name);
  }

  /** The ids before each change, oldest first, of an object that is of {@code apiVersion} now. */
  List<ResourceId> formerIds(String apiVersion) {
    if (former.isEmpty()) {
      return List.of();
    }
    var ids = new ArrayList<ResourceId>(former.size());
    for (var one : former) {
      ids.add(new ResourceId(Gvk.of(apiVersion, one.kind), one.name, one.namespace));
    }
    return ids;
  }

  /** Whether it was of {@code kind} before some change. */
  boolean everOf(String kind) {
    for (var one : former) {
      if (one.kind.equals(kind)) {
        return true;
      }
    }
    return false;
  }

  List<String> prefixes() {
    return prefixes;
  }

  List<String> suffixes() {
    return suffixes;
  }

  List<String> variables() {
    return variables;
  }
}
