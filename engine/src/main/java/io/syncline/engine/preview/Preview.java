package io.syncline.engine.preview;

import io.syncline.engine.diff.Difference;
import io.syncline.engine.diff.SecretMask;
import io.syncline.engine.plan.SyncPlan;
import io.syncline.engine.plan.SyncTask;
import io.syncline.engine.plan.TaskKey;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A sync that has not begun.
 *
 * @param revisions commit of each source
 * @param entries what it would do, in order
 * @param objections why it would wait for a confirmation
 * @param digest equal for plans from the same commits that do the same to the same live objects
 */
public record Preview(
    List<String> revisions, List<Entry> entries, List<String> objections, String digest) {
  /** Name of the note in {@code operation.info} that binds a sync to a digest. */
  public static final String APPROVED = "syncline.io/plan";

  private static final int DIGEST_SHOWN = 32;

  /** Copies the lists. */
  public Preview {
    revisions = List.copyOf(revisions);
    entries = List.copyOf(entries);
    objections = List.copyOf(objections);
  }

  /** What a task does to its object. */
  public enum Action {
    CREATE,
    CHANGE,
    DELETE,
    /** It would be deleted, and is not: the sync does not prune. */
    KEEP,
    RUN,
    NOTHING
  }

  /**
   * One task.
   *
   * @param task the task
   * @param action what it does
   * @param changes fields it changes, secrets hidden
   * @param refused why it may not run
   * @param target identity of what is applied
   * @param base identity of what is live, as far as people and not the cluster wrote it
   */
  public record Entry(
      SyncTask task,
      Action action,
      List<FieldChange> changes,
      Optional<String> refused,
      String target,
      String base) {
    /** Copies the list. */
    public Entry {
      changes = List.copyOf(changes);
    }

    private String line() {
      return String.join(
          "\n", task.phase().word(), "" + task.wave(), action.name(), "" + key(), target, base);
    }

    private TaskKey key() {
      return task.key();
    }
  }

  /**
   * What {@code plan} would do.
   *
   * @param differences those it was made of
   * @param masked names of annotations whose values are hidden
   * @param objections why it would wait for a confirmation
   */
  public static Preview of(
      SyncPlan plan,
      List<Difference> differences,
      List<String> revisions,
      Set<String> masked,
      List<String> objections) {
    var known = new LinkedHashMap<ObjectKey, Difference>();
    differences.forEach(d -> known.put(d.key(), d));
    var entries = new ArrayList<Entry>();
    for (var task : plan.tasks()) {
      entries.add(entry(task, Optional.ofNullable(known.get(task.objectKey())), plan, masked));
    }
    var all = new StringBuilder(String.join(",", revisions));
    all.append('\n').append(plan.options().prune()).append(plan.options().force());
    all.append('\n').append(String.join(",", plan.options().options()));
    entries.forEach(e -> all.append('\n').append(e.line()));
    return new Preview(
        revisions, entries, objections, sha256(all.toString()).substring(0, DIGEST_SHOWN));
  }

  private static Entry entry(
      SyncTask task, Optional<Difference> difference, SyncPlan plan, Set<String> masked) {
    var action = action(task, plan);
    var live = difference.flatMap(d -> d.normalizedLive().or(d::live)).or(task::live);
    var base = task.hook() ? "" : live.map(Preview::identity).orElse("");
    return new Entry(
        task,
        action,
        action == Action.CHANGE
            ? difference.map(d -> changes(d, masked)).orElse(List.of())
            : List.of(),
        Optional.ofNullable(plan.refused().get(task.key())),
        task.target().map(Preview::identity).orElse(""),
        base);
  }

  private static Action action(SyncTask task, SyncPlan plan) {
    if (task.hook()) {
      return Action.RUN;
    }
    if (task.prunes()) {
      return plan.options().prune() ? Action.DELETE : Action.KEEP;
    }
    if (task.live().isEmpty()) {
      return Action.CREATE;
    }
    return task.outOfSync() ? Action.CHANGE : Action.NOTHING;
  }

  /** The fields of {@code difference} that a sync would change, secrets hidden. */
  public static List<FieldChange> changes(Difference difference, Set<String> masked) {
    if (difference.normalizedLive().isEmpty() || difference.predictedLive().isEmpty()) {
      return List.of();
    }
    var sides =
        SecretMask.mask(List.of(difference.normalizedLive(), difference.predictedLive()), masked);
    return FieldChange.between(
        written(sides.get(0).orElseThrow()), written(sides.get(1).orElseThrow()));
  }

  private static String identity(Manifest object) {
    return sha256(Json.write(Tree.sorted(written(object).root())));
  }

  /** Without what the cluster alone writes, which moves without anybody changing anything. */
  private static Manifest written(Manifest object) {
    return object
        .without("status")
        .without("metadata", "managedFields")
        .without("metadata", "resourceVersion")
        .without("metadata", "generation")
        .without("metadata", "creationTimestamp")
        .without("metadata", "annotations", "deployment.kubernetes.io/revision");
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 belongs to every JDK", e);
    }
  }

  /** What is not as it was in {@code older}, one sentence each; empty when all is. */
  public List<String> changedSince(Preview older) {
    var news = new ArrayList<String>();
    if (!revisions.equals(older.revisions())) {
      news.add(
          "the commit was "
              + String.join(", ", older.revisions())
              + " and is "
              + String.join(", ", revisions));
    }
    var before = byKey(older);
    var now = byKey(this);
    before.forEach(
        (key, entry) -> {
          if (!now.containsKey(key)) {
            news.add(key.object() + " is not part of it any more");
          }
        });
    now.forEach(
        (key, entry) -> {
          var then = before.get(key);
          if (then == null) {
            news.add(key.object() + " is new to it");
          } else if (!then.target().equals(entry.target())) {
            news.add(key.object() + " is wanted otherwise");
          } else if (!then.base().equals(entry.base())) {
            news.add(key.object() + " was changed in the cluster");
          } else if (!then.line().equals(entry.line())) {
            news.add(key.object() + " would be treated otherwise");
          }
        });
    if (news.isEmpty() && !digest.equals(older.digest())) {
      news.add("its options are others");
    }
    return news;
  }

  private static Map<TaskKey, Entry> byKey(Preview preview) {
    var entries = new LinkedHashMap<TaskKey, Entry>();
    preview.entries().forEach(e -> entries.put(e.key(), e));
    return entries;
  }

  /** For programs. */
  public ObjectTree tree() {
    return ObjectTree.of(
        "digest", digest,
        "revisions", revisions,
        "needsConfirmation", objections,
        "tasks", entries.stream().map(Preview::tree).toList());
  }

  private static ObjectTree tree(Entry entry) {
    var key = entry.task().objectKey();
    var tree =
        ObjectTree.of(
            "phase", entry.task().phase().word(),
            "wave", (long) entry.task().wave(),
            "action", entry.action().name().toLowerCase(java.util.Locale.ROOT),
            "group", key.group(),
            "kind", key.kind(),
            "namespace", key.namespace(),
            "name", key.name());
    tree =
        entry.changes().isEmpty()
            ? tree
            : tree.with("changes", entry.changes().stream().map(FieldChange::tree).toList());
    return entry.refused().isEmpty() ? tree : tree.with("refused", entry.refused().get());
  }
}
