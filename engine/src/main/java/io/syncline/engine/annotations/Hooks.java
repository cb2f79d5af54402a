package io.syncline.engine.annotations;

import io.syncline.model.object.Manifest;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads hook annotations, those of Argo CD and those of Helm (semantics 14.2). */
public final class Hooks {
  /** CSV of {@link HookType} words. */
  public static final String HOOK = "argocd.argoproj.io/hook";

  /** CSV of {@link HookDeletePolicy} words. */
  public static final String DELETE_POLICY = "argocd.argoproj.io/hook-delete-policy";

  /** Keeps a finished hook until its end was observed. */
  public static final String FINALIZER = "argocd.argoproj.io/hook-finalizer";

  private static final String HELM_HOOK = "helm.sh/hook";
  private static final String HELM_DELETE_POLICY = "helm.sh/hook-delete-policy";
  private static final String HELM_CRD_INSTALL = "crd-install";

  private Hooks() {}

  /** The hook types {@code object} names, in a fixed order; empty for a plain or ignored object. */
  public static Set<HookType> types(Manifest object) {
    var types = read(object, HOOK, HookType::parse);
    return types.isEmpty() ? read(object, HELM_HOOK, HookType::parseHelm) : types;
  }

  private static Set<HookType> read(
      Manifest object, String annotation, Function<String, Optional<HookType>> parse) {
    var types = EnumSet.noneOf(HookType.class);
    Annotations.words(object, annotation).forEach(w -> parse.apply(w).ifPresent(types::add));
    return types;
  }

  /** Whether {@code object} is a hook of any kind: it names a type, or asks to be one and fails. */
  public static boolean isHook(Manifest object) {
    var asked = !Annotations.words(object, HOOK).isEmpty();
    if (asked) {
      return !skipped(object);
    }
    return Annotations.words(object, HELM_HOOK).stream().anyMatch(w -> !w.equals(HELM_CRD_INSTALL));
  }

  /** Whether {@code object} asks to be no hook and not to be synced either. */
  public static boolean skipped(Manifest object) {
    return Annotations.words(object, HOOK).equals(List.of(HookType.SKIP.word()));
  }

  /** Whether {@code object} is a hook that no phase runs: never applied, never compared. */
  public static boolean ignored(Manifest object) {
    return isHook(object) && types(object).isEmpty();
  }

  /** Whether all types of the hook are deletion hooks, so that no sync concerns it. */
  public static boolean onlyForDeletion(Manifest object) {
    var types = types(object);
    return !types.isEmpty()
        && types.stream().allMatch(t -> t == HookType.PRE_DELETE || t == HookType.POST_DELETE);
  }

  /** The phases a sync handles {@code object} in: those it names as a hook, else Sync. */
  public static List<SyncPhase> phases(Manifest object) {
    if (skipped(object)) {
      return List.of();
    }
    if (!isHook(object)) {
      return List.of(SyncPhase.SYNC);
    }
    return types(object).stream().flatMap(t -> t.phase().stream()).sorted().toList();
  }

  /** When the hook is to be deleted; {@code BeforeHookCreation} when it does not say. */
  public static Set<HookDeletePolicy> deletePolicies(Manifest object) {
    var policies = EnumSet.noneOf(HookDeletePolicy.class);
    Annotations.words(object, DELETE_POLICY)
        .forEach(w -> HookDeletePolicy.parse(w).ifPresent(policies::add));
    Annotations.words(object, HELM_DELETE_POLICY)
        .forEach(w -> HookDeletePolicy.parseHelm(w).ifPresent(policies::add));
    if (policies.isEmpty()) {
      policies.add(HookDeletePolicy.BEFORE_HOOK_CREATION);
    }
    return policies;
  }
}
