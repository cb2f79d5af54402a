package io.syncline.controller.deletion;

import io.syncline.engine.target.Target;
import io.syncline.kube.Deletion.Propagation;
import io.syncline.model.application.Application;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The finalizers of an Application and what each asks for (semantics 20.1). */
public final class Finalizers {
  /** Deletes what the application manages. */
  public static final String CASCADE = "resources-finalizer.argocd.argoproj.io";

  static final String PRE_DELETE = "pre-delete-finalizer.argocd.argoproj.io";
  static final String POST_DELETE = "post-delete-finalizer.argocd.argoproj.io";
  static final String CLEANUP = "/cleanup";

  private Finalizers() {}

  /** How managed objects are deleted with {@code app}; empty when they stay. */
  static Optional<Propagation> cascade(Application app) {
    for (var finalizer : app.manifest().finalizers()) {
      if (finalizer.equals(CASCADE) || finalizer.equals(CASCADE + "/foreground")) {
        return Optional.of(Propagation.FOREGROUND);
      }
      if (finalizer.equals(CASCADE + "/background")) {
        return Optional.of(Propagation.BACKGROUND);
      }
    }
    return Optional.empty();
  }

  static boolean isCascade(String finalizer) {
    return finalizer.equals(CASCADE) || finalizer.startsWith(CASCADE + "/");
  }

  /** Whether {@code finalizer} is one that this controller serves. */
  static boolean ours(String finalizer) {
    return isCascade(finalizer)
        || finalizer.startsWith(PRE_DELETE)
        || finalizer.startsWith(POST_DELETE);
  }

  /** The finalizers {@code app} should have, given which deletion hooks it has. */
  public static List<String> wanted(Application app, Target target) {
    var wanted = new ArrayList<>(app.manifest().finalizers());
    fit(wanted, PRE_DELETE, target.hasPreDeleteHooks());
    fit(wanted, POST_DELETE, target.hasPostDeleteHooks());
    return wanted;
  }

  private static void fit(List<String> finalizers, String name, boolean needed) {
    for (var one : List.of(name, name + CLEANUP)) {
      if (!needed) {
        finalizers.remove(one);
      } else if (!finalizers.contains(one)) {
        finalizers.add(one);
      }
    }
  }
}
