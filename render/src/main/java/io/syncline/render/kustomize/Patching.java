package io.syncline.render.kustomize;

import java.util.List;

/** Puts strategic merge patches on objects, keeping what patches may not change. */
final class Patching {
  private Patching() {}

  /**
   * What a patch depends on besides the object.
   *
   * @param fitted whether the patch takes over the kind of the object first
   */
  private record Key(Content patch, boolean nameChange, boolean kindChange, boolean fitted) {
    static Key of(Resource patch, boolean fitted) {
      var content = new Content(patch.document());
      return new Key(content, patch.nameMayChange(), patch.kindMayChange(), fitted);
    }
  }

  /** Patches one object. */
  static void apply(ResourceMap map, Resource target, Resource patch) {
    var before = target.id();
    target.change(Key.of(patch, false), changed -> merge(map.work(), changed, patch.copy()));
    if (target.isEmpty()) {
      map.dropEmpty();
    } else if (!before.same(target.id()) || patch.nameMayChange() || patch.kindMayChange()) {
      map.changed();
    }
  }

  /** Patches each of {@code targets} with the patch made to fit it. */
  static void apply(ResourceMap map, List<Resource> targets, Resource patch) {
    var renamed = false;
    var key = Key.of(patch, true);
    for (var target : targets) {
      var before = target.id();
      target.change(key, changed -> merge(map.work(), changed, fitted(patch, changed)));
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

  private static Resource fitted(Resource patch, Resource target) {
    var copy = patch.copy();
    copy.inherit(patch);
    copy.permit(patch.nameMayChange(), patch.kindMayChange());
    copy.kind(target.kind());
    copy.apiVersion(target.apiVersion());
    copy.kind(patch.kind());
    return copy;
  }

  private static void requireDistinct(ResourceMap map) {
    var again = new ResourceMap(map.work());
    map.resources().forEach(again::append);
  }

  private static void merge(Work work, Resource target, Resource patch) {
    work.see(target.node());
    work.hold(patch.node());
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
