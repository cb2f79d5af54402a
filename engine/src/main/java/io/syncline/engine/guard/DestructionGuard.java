package io.syncline.engine.guard;

import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.plan.ApplyOptions;
import io.syncline.engine.plan.SyncPlan;
import io.syncline.engine.plan.SyncTask;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Objects to plans that delete, or delete and make again, what is dear.
 *
 * @param share percentage of the managed objects that may go without a question
 * @param least managed objects from which on that share counts
 * @param kinds kinds of which each single object is dear
 */
public record DestructionGuard(int share, int least, List<String> kinds) {
  /** Annotation of an Application or its AppProject, the former before the latter. */
  public static final String ANNOTATION = "syncline.io/destruction-guard";

  /** Name of the note in {@code operation.info} that confirms a sync beforehand. */
  public static final String ALLOWED = "syncline.io/allow-destructive";

  private static final int WHOLE = 100;
  private static final DestructionGuard USUAL =
      new DestructionGuard(
          50,
          5,
          List.of(
              "Namespace",
              "PersistentVolume",
              "PersistentVolumeClaim",
              "CustomResourceDefinition",
              "StatefulSet"));

  /** Fields that no update can change, by kind. */
  private static final Map<String, List<List<String>>> IMMUTABLE =
      Map.of(
          "Deployment", List.of(List.of("spec", "selector")),
          "DaemonSet", List.of(List.of("spec", "selector")),
          "ReplicaSet", List.of(List.of("spec", "selector")),
          "StatefulSet",
              List.of(
                  List.of("spec", "selector"),
                  List.of("spec", "serviceName"),
                  List.of("spec", "podManagementPolicy"),
                  List.of("spec", "volumeClaimTemplates")),
          "Job", List.of(List.of("spec", "selector"), List.of("spec", "template")),
          "PersistentVolumeClaim",
              List.of(
                  List.of("spec", "storageClassName"),
                  List.of("spec", "accessModes"),
                  List.of("spec", "volumeName")),
          "RoleBinding", List.of(List.of("roleRef")),
          "ClusterRoleBinding", List.of(List.of("roleRef")));

  /** Copies the list. */
  public DestructionGuard {
    kinds = List.copyOf(kinds);
  }

  /**
   * The guard of {@code app}; empty when nobody asked for one. The annotation says {@code on},
   * {@code off} or settings such as {@code
   * share=30,least=10,kinds=Namespace|PersistentVolumeClaim}.
   */
  public static Optional<DestructionGuard> of(Application app, Optional<Project> project) {
    return app.manifest()
        .annotation(ANNOTATION)
        .or(() -> project.flatMap(p -> p.manifest().annotation(ANNOTATION)))
        .map(String::strip)
        .filter(text -> !text.isEmpty() && !text.equals("off") && !text.equals("false"))
        .map(DestructionGuard::parse);
  }

  private static DestructionGuard parse(String text) {
    var guard = USUAL;
    for (var word : text.split(",")) {
      var equal = word.indexOf('=');
      var value = equal < 0 ? "" : word.substring(equal + 1).strip();
      guard =
          switch (equal < 0 ? "" : word.substring(0, equal).strip()) {
            case "share" ->
                new DestructionGuard(number(value, guard.share), guard.least, guard.kinds);
            case "least" ->
                new DestructionGuard(guard.share, number(value, guard.least), guard.kinds);
            case "kinds" ->
                new DestructionGuard(guard.share, guard.least, Arrays.asList(value.split("\\|")));
            // Whoever writes the annotation wants to be guarded, whatever else it says.
            default -> guard;
          };
    }
    return guard;
  }

  private static int number(String text, int otherwise) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }

  /** Whether {@code operation} says that it means to destroy. */
  public static boolean allowed(ObjectTree operation) {
    return Tree.items(operation.get("info")).stream()
        .anyMatch(
            i -> Tree.text(i, "name").equals(ALLOWED) && Tree.text(i, "value").equals("true"));
  }

  /** What speaks against {@code plan}, one sentence each; empty when nothing does. */
  public List<String> objections(SyncPlan plan) {
    var objections = new ArrayList<String>();
    var managed = 0;
    var going = 0;
    for (var task : plan.tasks()) {
      if (task.hook() || task.live().isEmpty()) {
        continue;
      }
      managed++;
      if (deletes(task, plan)) {
        going++;
        if (dear(task.live().get())) {
          objections.add("it would delete " + task.objectKey());
        }
      } else {
        replaced(task, plan).ifPresent(objections::add);
      }
    }
    if (managed >= least && going * WHOLE > share * managed) {
      objections.add(
          "it would delete " + going + " of " + managed + " objects (more than " + share + " %)");
    }
    return objections;
  }

  private static boolean deletes(SyncTask task, SyncPlan plan) {
    var own = Annotations.option(task.object(), "Prune");
    var kept = own.map("false"::equals).orElse(plan.options().has("Prune=false"));
    return task.prunes() && plan.options().prune() && !kept;
  }

  private boolean dear(Manifest live) {
    return kinds.contains(live.kind())
        && (!live.kind().equals("StatefulSet")
            || !Tree.items(live.at("spec", "volumeClaimTemplates")).isEmpty());
  }

  /** That the object can only be had as wanted by deleting it first, and is forced to be. */
  private static Optional<String> replaced(SyncTask task, SyncPlan plan) {
    if (task.prunes()
        || !task.outOfSync()
        || !ApplyOptions.of(task, plan.options(), false).force()) {
      return Optional.empty();
    }
    var live = task.live().orElseThrow();
    var target = task.target().orElseThrow();
    for (var field : IMMUTABLE.getOrDefault(live.kind(), List.of())) {
      var path = field.toArray(String[]::new);
      var wanted = target.at(path);
      if (wanted != null && !contains(live.at(path), wanted)) {
        return Optional.of(
            "it would delete "
                + task.objectKey()
                + " and make it again, since "
                + String.join(".", field)
                + " cannot be changed");
      }
    }
    return Optional.empty();
  }

  /** Whether all that is wanted is there; the cluster adds defaults. */
  private static boolean contains(@org.jspecify.annotations.Nullable Object live, Object wanted) {
    if (live instanceof ObjectTree a && wanted instanceof ObjectTree b) {
      return b.entrySet().stream().allMatch(e -> contains(a.get(e.getKey()), e.getValue()));
    }
    if (live instanceof List<?> a && wanted instanceof List<?> b) {
      for (var i = 0; i < b.size(); i++) {
        if (a.size() != b.size() || !contains(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    return wanted.equals(live);
  }
}
