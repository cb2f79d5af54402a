package io.syncline.server.api;

import io.syncline.engine.automation.Hold;
import io.syncline.engine.guard.DestructionGuard;
import io.syncline.engine.preview.Preview;
import io.syncline.model.application.Application;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a request to sync or roll back becomes: an {@code operation}, or a refusal (semantics 16.1,
 * 21).
 */
final class Operations {
  private Operations() {}

  /** The operation for a sync request. */
  static ObjectTree sync(
      Application app, ObjectTree request, AskedRevisions revisions, String user) {
    notBusy(app);
    var dryRun = Tree.flag(request, "dryRun");
    if (!Tree.items(request.get("manifests")).isEmpty()
        && app.syncPolicy().automated().isPresent()
        && !dryRun) {
      throw ApiException.precondition(
          "cannot use local sync when Automatic Sync Policy is enabled unless for dry run");
    }
    var sync = new ObjectTree.Builder(8);
    put(sync, "prune", Tree.flag(request, "prune") ? Boolean.TRUE : null);
    put(sync, "dryRun", dryRun ? Boolean.TRUE : null);
    put(sync, "syncStrategy", request.get("strategy"));
    put(
        sync,
        "resources",
        Tree.items(request.get("resources")).isEmpty() ? null : request.get("resources"));
    put(
        sync,
        "manifests",
        Tree.items(request.get("manifests")).isEmpty() ? null : request.get("manifests"));
    var options = Tree.items(Tree.at(request, "syncOptions", "items"));
    put(sync, "syncOptions", options.isEmpty() ? list(app.syncPolicy().options()) : options);
    return operation(
        revisions.pinned(sync.build(), app),
        user,
        request.get("retryStrategy") instanceof ObjectTree retry
            ? retry
            : app.syncPolicy().retry().orElse(ObjectTree.EMPTY),
        notes(request));
  }

  /** What a sync request is called where it is written down. */
  static String said(Application app, ObjectTree request, AskedRevisions revisions) {
    if (!Tree.items(request.get("manifests")).isEmpty()) {
      return "initiated sync locally";
    }
    return (Tree.items(request.get("resources")).isEmpty()
            ? "initiated sync to "
            : "initiated partial sync to ")
        + revisions.said(app);
  }

  /** The operation for a rollback request. */
  static ObjectTree rollback(Application app, ObjectTree request, String user) {
    notBusy(app);
    if (app.syncPolicy().automated().isPresent()) {
      throw ApiException.precondition(
          "rollback cannot be initiated when auto-sync is enabled; hint: revert the commit in Git, or"
              + " turn automation off first with `syncline app set "
              + app.name()
              + " --sync-policy none`");
    }
    var id = Tree.number(request, -1, "id");
    var entry =
        Tree.items(app.status().get("history")).stream()
            .map(Tree::object)
            .filter(h -> Tree.number(h, -1, "id") == id)
            .findFirst()
            .orElseThrow(
                () ->
                    ApiException.invalid(
                        "application " + app.name() + " does not have deployment with id " + id));
    if (!entry.containsKey("source") && !entry.containsKey("sources")) {
      throw ApiException.precondition(
          "deployment "
              + id
              + " of application "
              + app.name()
              + " has no stored source to go back to");
    }
    var sync = new ObjectTree.Builder(8);
    put(sync, "revision", entry.get("revision"));
    put(sync, "revisions", entry.get("revisions"));
    put(sync, "source", entry.get("source"));
    put(sync, "sources", entry.get("sources"));
    put(sync, "prune", Tree.flag(request, "prune") ? Boolean.TRUE : null);
    put(sync, "dryRun", Tree.flag(request, "dryRun") ? Boolean.TRUE : null);
    sync.put("syncStrategy", ObjectTree.of("apply", ObjectTree.EMPTY));
    put(sync, "syncOptions", list(app.syncPolicy().options()));
    return operation(sync.build(), user, ObjectTree.EMPTY, notes(request));
  }

  /** What the record keeps of a request: what people say, and what they agree to. */
  private static List<Object> notes(ObjectTree request) {
    var notes = new ArrayList<Object>(Tree.items(request.get("infos")));
    if (Tree.flag(request, "overrideHold")) {
      notes.add(ObjectTree.of("name", Hold.OVERRIDE, "value", "true"));
    }
    if (Tree.flag(request, "allowDestructive")) {
      notes.add(ObjectTree.of("name", DestructionGuard.ALLOWED, "value", "true"));
    }
    var plan = Tree.text(request, "plan");
    if (!plan.isEmpty()) {
      notes.add(ObjectTree.of("name", Preview.APPROVED, "value", plan));
    }
    return notes;
  }

  /** Refuses what cannot begin now. */
  static void notBusy(Application app) {
    if (app.manifest().deleting()) {
      throw ApiException.precondition("application is deleting");
    }
    if (app.operation().isPresent()) {
      throw ApiException.precondition("another operation is already in progress");
    }
  }

  private static ObjectTree operation(
      ObjectTree sync, String user, ObjectTree retry, List<Object> infos) {
    var operation = new ObjectTree.Builder(4);
    operation.put("sync", sync);
    operation.put("initiatedBy", ObjectTree.of("username", user));
    if (!retry.isEmpty()) {
      operation.put("retry", retry);
    }
    if (!infos.isEmpty()) {
      operation.put("info", Tree.list(infos));
    }
    return operation.build();
  }

  private static @org.jspecify.annotations.Nullable Object list(List<String> items) {
    return items.isEmpty() ? null : Tree.list(items);
  }

  private static void put(
      ObjectTree.Builder builder, String key, @org.jspecify.annotations.Nullable Object value) {
    if (Objects.nonNull(value)) {
      builder.put(key, value);
    }
  }
}
