package io.syncline.engine.sync;

import io.syncline.engine.annotations.SyncPhase;
import io.syncline.engine.plan.TaskKey;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;

/** Task results as they stand in {@code status.operationState.syncResult.resources}. */
public final class TaskResults {
  private TaskResults() {}

  /** The entries for {@code results}, in their order. */
  public static List<ObjectTree> write(List<TaskResult> results) {
    return results.stream().map(TaskResults::write).toList();
  }

  private static ObjectTree write(TaskResult result) {
    var key = result.key().object();
    var tree =
        ObjectTree.of(
            "group", key.group(),
            "version", result.version(),
            "kind", key.kind(),
            "namespace", key.namespace(),
            "name", key.name());
    tree = text(tree, "status", result.status().map(ResultStatus::word).orElse(""));
    tree = text(tree, "message", result.message());
    tree = text(tree, "hookType", result.hookType());
    tree = text(tree, "hookPhase", result.phase().map(OperationPhase::word).orElse(""));
    tree = tree.with("syncPhase", result.key().phase().word());
    return result.images().isEmpty() ? tree : tree.with("images", result.images());
  }

  private static ObjectTree text(ObjectTree tree, String field, String value) {
    return value.isEmpty() ? tree : tree.with(field, value);
  }

  /** The results stored as {@code entries}; an entry without a known phase belongs to Sync. */
  public static List<TaskResult> read(List<ObjectTree> entries) {
    return entries.stream().map(TaskResults::read).toList();
  }

  private static TaskResult read(ObjectTree entry) {
    var key =
        new ObjectKey(
            Tree.text(entry, "group"),
            Tree.text(entry, "kind"),
            Tree.text(entry, "namespace"),
            Tree.text(entry, "name"));
    Optional<SyncPhase> phase = SyncPhase.parse(Tree.text(entry, "syncPhase"));
    return new TaskResult(
        new TaskKey(key, phase.orElse(SyncPhase.SYNC)),
        Tree.text(entry, "version"),
        ResultStatus.parse(Tree.text(entry, "status")),
        OperationPhase.parse(Tree.text(entry, "hookPhase")),
        Tree.text(entry, "message"),
        Tree.text(entry, "hookType"),
        Tree.items(entry.get("images")).stream().map(String::valueOf).toList());
  }
}
