package io.syncline.engine.actions;

import io.syncline.engine.customization.ResourceCustomizations;
import io.syncline.model.object.Manifest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The actions for live objects: those of {@code argocd-cm} for kinds it defines some, beside or
 * instead of those that are built in, which serve all other kinds.
 */
public final class ResourceActions {
  private final ResourceCustomizations customizations;

  /** With the definitions of {@code customizations}. */
  public ResourceActions(ResourceCustomizations customizations) {
    this.customizations = customizations;
  }

  /**
   * What can be done with {@code live}.
   *
   * @throws ActionException when a definition cannot be read or its script fails
   */
  public List<ResourceAction> list(Manifest live, Instant now) {
    var scripts = customizations.actions(live.groupKind()).map(ActionScripts::parse);
    var all = new LinkedHashMap<String, ResourceAction>();
    if (scripts.isEmpty() || scripts.get().besideBuiltIn()) {
      BuiltInActions.of(live.groupKind()).stream()
          .filter(action -> action.offered().test(live))
          .forEach(action -> all.put(action.name(), action.describe(live)));
    }
    scripts.ifPresent(
        own -> own.discover(live, now).forEach(action -> all.put(action.name(), action)));
    return List.copyOf(all.values());
  }

  /**
   * What {@code action} makes of {@code live}.
   *
   * @param params what was said with it
   * @throws ActionException when there is no such action or it fails
   */
  public List<ImpactedResource> run(
      Manifest live, String action, Map<String, String> params, Instant now) {
    var scripts = customizations.actions(live.groupKind()).map(ActionScripts::parse);
    if (scripts.isPresent()) {
      if (scripts.get().defines(action)) {
        return scripts.get().run(live, action, params, now);
      }
      if (!scripts.get().besideBuiltIn()) {
        throw unknown(live, action);
      }
    }
    var input = new BuiltInAction.Input(params, now);
    return BuiltInActions.of(live.groupKind()).stream()
        .filter(known -> known.name().equals(action))
        .findFirst()
        .orElseThrow(() -> unknown(live, action))
        .change()
        .apply(live, input);
  }

  private static ActionException unknown(Manifest live, String action) {
    return new ActionException(
        "action "
            + action
            + " is not defined for "
            + live.groupKind()
            + " (hint: list the actions)");
  }
}
