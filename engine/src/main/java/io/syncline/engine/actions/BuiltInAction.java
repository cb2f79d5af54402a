package io.syncline.engine.actions;

import io.syncline.model.object.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** An action Syncline brings for a kind. Made by {@link #of} and the methods that refine it. */
record BuiltInAction(
    String name,
    String displayName,
    String iconClass,
    List<ResourceAction.Param> params,
    Predicate<Manifest> offered,
    Predicate<Manifest> disabled,
    Change change) {
  /** What an action does. */
  @FunctionalInterface
  interface Change {
    List<ImpactedResource> apply(Manifest live, Input input);
  }

  /** A change of the object itself. */
  @FunctionalInterface
  interface Edit {
    Manifest apply(Manifest live, Input input);
  }

  /** What is known when an action runs. */
  record Input(Map<String, String> params, Instant now) {}

  static BuiltInAction of(String name, Edit edit) {
    return creating(
        name, (live, input) -> List.of(ImpactedResource.patch(edit.apply(live, input))));
  }

  static BuiltInAction creating(String name, Change change) {
    return new BuiltInAction(name, "", "", List.of(), _ -> true, _ -> false, change);
  }

  BuiltInAction shown(String text) {
    return new BuiltInAction(name, text, iconClass, params, offered, disabled, change);
  }

  BuiltInAction icon(String icon) {
    return new BuiltInAction(name, displayName, icon, params, offered, disabled, change);
  }

  BuiltInAction param(String param, String otherwise) {
    var all = new ArrayList<>(params);
    all.add(new ResourceAction.Param(param, "", "", otherwise));
    return new BuiltInAction(name, displayName, iconClass, all, offered, disabled, change);
  }

  BuiltInAction offeredWhen(Predicate<Manifest> when) {
    return new BuiltInAction(name, displayName, iconClass, params, when, disabled, change);
  }

  BuiltInAction disabledWhen(Predicate<Manifest> when) {
    return new BuiltInAction(name, displayName, iconClass, params, offered, when, change);
  }

  ResourceAction describe(Manifest live) {
    return new ResourceAction(name, disabled.test(live), displayName, iconClass, params);
  }
}
