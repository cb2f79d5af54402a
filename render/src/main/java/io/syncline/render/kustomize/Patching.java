package io.syncline.render.kustomize;

import java.util.List;

/** Puts strategic merge patches on objects, keeping what patches may not change. */
final class Patching {
  private Patching() {}

  /** Patches one object with the patch itself, which is used up by that. */
  static void apply(ResourceMap map, Resource target, Resource patch) {
    var before = target.id();
    merge(map, target, patch);
    if (target.isEmpty()) {
      map.dropEmpty();
    } else if (!before.same(target.id()) || patch.nameMayChange() || patch.kindMayChange()) {
      map.changed();
    }
  }

  /** Patches each of {@code targets} with a copy of the patch made to fit it. */
  static void apply(ResourceMap map, List<Resource> targets, Resource patch) {
    var renamed = false;
    for (var target : targets) {
      var copy = patch.copy();
      copy.inherit(patch);
      copy.permit(patch.nameMayChange(), patch.kindMayChange());
      var before = target.id();
      copy.kind(target.kind());
      copy.apiVersion(target.apiVersion());
      copy.kind(patch.kind());
      merge(map, target, copy);
      renamed |= target.isEmpty() || !before.same(target.id());
    }
    if (renamed) {
      map.dropEmpty();
      map.changed();
      requireDistinct(map);
    } else if (patch.nameMayChange() || patch.kindMayChange()) {
      map.changed();
    }
  }

  private static void requireDistinct(ResourceMap map) {
    var again = new ResourceMap(map.work());
    map.resources().forEach(again::append);
  }

  private static void merge(ResourceMap map, Resource target, Resource patch) {
    map.work().see(target.node());
    map.work().hold(patch.node());
    var name = target.name();
    var namespace = target.namespace();
    var kind = target.kind();
    if (patch.nameMayChange() || patch.kindMayChange()) {
      target.rememberId();
    }
    var merged = new StrategicMerge(target.schema()).merge(target.node(), patch.node());
    if (merged.isEmpty()) {
      target.remove();
      return;
    }
    // Only what changed in place counts: a patch cannot replace the object as a whole.
    if (target.isEmpty()) {
      return;
    }
    if (!patch.kindMayChange()) {
      target.kind(kind);
    }
    if (!patch.nameMayChange()) {
      target.rename(name);
    }
    target.namespace(namespace);
  }
}
