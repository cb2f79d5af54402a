package io.syncline.cli.app;

import io.syncline.cli.output.Fields;
import io.syncline.cli.output.Table;
import io.syncline.engine.automation.Hold;
import io.syncline.engine.status.StatusBounds;
import io.syncline.lang.sprig.GoDuration;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** An application as text: the shapes of {@code argocd app list} and {@code app get}. */
final class AppView {
  private static final DateTimeFormatter SHORT_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z z", Locale.ROOT);

  /** What a time is that was never set. */
  private static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

  private AppView() {}

  /** One line for each application; a wide one tells its first source too. */
  static String list(List<ObjectTree> items, boolean wide) {
    var columns =
        new String[] {
          "NAME",
          "CLUSTER",
          "NAMESPACE",
          "PROJECT",
          "STATUS",
          "HEALTH",
          "SYNCPOLICY",
          "CONDITIONS",
          "REPO",
          "PATH",
          "TARGET"
        };
    var shown = wide ? columns.length : columns.length - 3;
    var table = new Table(Arrays.copyOf(columns, shown));
    for (var item : items) {
      var app = new Application(new Manifest(item));
      var source = app.sources().stream().findFirst();
      var cells =
          List.of(
              qualified(app),
              cluster(app),
              app.destination().namespace(),
              app.project(),
              syncWord(item),
              healthWord(item),
              policyWord(app),
              conditions(item),
              source.map(s -> s.repoUrl()).orElse(""),
              source.map(s -> s.path()).orElse(""),
              source.map(s -> s.targetRevision()).orElse(""));
      table.row(cells.subList(0, shown).toArray());
    }
    return table.text();
  }

  static String qualified(Application app) {
    return app.namespace().isEmpty() ? app.name() : app.namespace() + "/" + app.name();
  }

  private static String cluster(Application app) {
    var destination = app.destination();
    return destination.name().isEmpty() ? destination.server() : destination.name();
  }

  static String syncWord(ObjectTree app) {
    var word = Tree.text(app, "status", "sync", "status");
    return word.isEmpty() ? "Unknown" : word;
  }

  static String healthWord(ObjectTree app) {
    var word = Tree.text(app, "status", "health", "status");
    return word.isEmpty() ? "Unknown" : word;
  }

  private static String policyWord(Application app) {
    return app.syncPolicy()
        .automated()
        .map(a -> a.prune() ? "Auto-Prune" : "Auto")
        .orElse("Manual");
  }

  private static String conditions(ObjectTree app) {
    var counts = new TreeMap<String, Integer>();
    Tree.items(Tree.at(app, "status", "conditions"))
        .forEach(c -> counts.merge(Tree.text(c, "type"), 1, Integer::sum));
    if (counts.isEmpty()) {
      return "<none>";
    }
    var words = new ArrayList<String>();
    counts.forEach((type, count) -> words.add(count > 1 ? type + "(" + count + ")" : type));
    return String.join(",", words);
  }

  /** The summary lines of one application whose windows nobody asked for. */
  static String summary(ObjectTree item, String url) {
    return summary(item, url, ObjectTree.EMPTY);
  }

  /**
   * The summary lines of one application.
   *
   * @param windows its sync windows, as the API tells them
   */
  static String summary(ObjectTree item, String url, ObjectTree windows) {
    var app = new Application(new Manifest(item));
    var fields =
        new Fields()
            .add("Name:", qualified(app))
            .add("Project:", app.project())
            .add("Server:", cluster(app))
            .add("Namespace:", app.destination().namespace())
            .add("URL:", url + "/applications/" + app.name())
            .heading(app.multiSource() ? "Sources:" : "Source:");
    for (var i = 0; i < app.sources().size(); i++) {
      var source = app.sources().get(i);
      fields.add("- Repo:", source.repoUrl()).add("  Target:", source.targetRevision());
      if (!source.path().isEmpty()) {
        fields.add("  Path:", source.path());
      }
      if (!source.chart().isEmpty()) {
        fields.add("  Chart:", source.chart());
      }
      if (!source.ref().isEmpty()) {
        fields.add("  Ref:", source.ref());
      }
      var values = Tree.items(source.tool("helm").get("valueFiles"));
      if (!values.isEmpty()) {
        fields.add(
            "  Helm Values:", String.join(",", values.stream().map(String::valueOf).toList()));
      }
      var prefix = Tree.text(source.tool("kustomize"), "namePrefix");
      if (!prefix.isEmpty()) {
        fields.add("  Name Prefix:", prefix);
      }
      var type = sourceType(item, i);
      if (!type.isEmpty()) {
        fields.add("  Type:", type);
      }
    }
    Hold.of(app)
        .filter(hold -> hold.stands(Instant.now()))
        .ifPresent(hold -> fields.add("Held:", hold.sentence()));
    fields.add("SyncWindow:", windowWord(windows));
    var assigned = Tree.items(windows.get("assignedWindows"));
    if (!assigned.isEmpty()) {
      fields.add(
          "Assigned Windows:",
          String.join(
              ",",
              assigned.stream()
                  .map(
                      w ->
                          Tree.text(w, "kind")
                              + ":"
                              + Tree.text(w, "schedule")
                              + ":"
                              + Tree.text(w, "duration"))
                  .toList()));
    }
    return fields
        .add(
            "Sync Policy:",
            app.syncPolicy()
                .automated()
                .map(a -> a.prune() ? "Automated (Prune)" : "Automated")
                .orElse("Manual"))
        .add("Sync Status:", syncLine(item, app))
        .add("Health Status:", healthLine(item))
        .text();
  }

  private static String windowWord(ObjectTree windows) {
    var active = Tree.items(windows.get("activeWindows"));
    var allows = count(active, "allow");
    var closed = count(Tree.items(windows.get("assignedWindows")), "allow") > allows;
    return count(active, "deny") == 0 && (allows > 0 || !closed)
        ? "Sync Allowed"
        : Tree.flag(windows, "canSync") ? "Manual Allowed" : "Sync Denied";
  }

  private static long count(List<Object> windows, String kind) {
    return windows.stream().filter(w -> Tree.text(w, "kind").equals(kind)).count();
  }

  /** The tool that rendered a source last, ours to show. */
  private static String sourceType(ObjectTree app, int index) {
    var types = Tree.items(Tree.at(app, "status", "sourceTypes"));
    return types.isEmpty()
        ? index == 0 ? Tree.text(app, "status", "sourceType") : ""
        : index < types.size() ? String.valueOf(types.get(index)) : "";
  }

  private static String healthLine(ObjectTree item) {
    var message = Tree.text(item, "status", "health", "message");
    return healthWord(item) + (message.isEmpty() ? "" : " (" + message + ")");
  }

  private static String syncLine(ObjectTree item, Application app) {
    var target = app.sources().isEmpty() ? "" : app.sources().getFirst().targetRevision();
    var shown = target.isEmpty() ? "HEAD" : target;
    var revision = Tree.text(item, "status", "sync", "revision");
    var suffix = isCommit(target) || revision.isEmpty() ? "" : " (" + shorten(revision) + ")";
    return switch (syncWord(item)) {
      case "Synced" -> "Synced to " + shown + suffix;
      case "OutOfSync" -> "OutOfSync from " + shown + suffix;
      default -> "Unknown";
    };
  }

  static boolean isCommit(String revision) {
    return revision.length() == 40 && revision.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  static String shorten(String revision) {
    return isCommit(revision) ? revision.substring(0, 7) : revision;
  }

  /** The conditions, or nothing. */
  static String conditionTable(ObjectTree item) {
    var conditions = Tree.items(Tree.at(item, "status", "conditions"));
    if (conditions.isEmpty()) {
      return "";
    }
    var table = new Table("CONDITION", "MESSAGE", "LAST TRANSITION");
    conditions.forEach(
        c ->
            table.row(
                Tree.text(c, "type"),
                Tree.text(c, "message").replace("\n", " "),
                time(Tree.text(c, "lastTransitionTime"))));
    return "\n" + table.text() + "\n";
  }

  /** The block of the last operation, or nothing. */
  static String operation(ObjectTree item) {
    var state = Tree.object(Tree.at(item, "status", "operationState"));
    if (state.isEmpty()) {
      return "";
    }
    var fields = new Fields();
    var result = Tree.object(state.get("syncResult"));
    if (!result.isEmpty()) {
      var revisions = Tree.items(result.get("revisions")).stream().map(String::valueOf).toList();
      fields
          .add("Operation:", "Sync")
          .add(
              "Sync Revision:",
              Tree.items(result.get("sources")).isEmpty() || revisions.isEmpty()
                  ? Tree.text(result, "revision")
                  : String.join(", ", revisions));
    }
    var started = instant(Tree.text(state, "startedAt"), ZERO);
    var finished = Tree.text(state, "finishedAt");
    // Nanoseconds in 64 bits, as argocd counts them: since the year 1 they begin again.
    var nanos =
        (instant(finished, Instant.now()).getEpochSecond() - started.getEpochSecond())
            * 1_000_000_000L;
    fields
        .add("Phase:", Tree.text(state, "phase"))
        .add("Start:", time(started))
        .add("Finished:", time(finished))
        .add("Duration:", GoDuration.text(Duration.ofNanos(nanos)));
    var message = Tree.text(state, "message");
    if (!message.isEmpty()) {
      fields.add("Message:", message);
    }
    return fields.text();
  }

  private static Instant instant(String rfc3339, Instant otherwise) {
    return rfc3339.isEmpty() ? otherwise : Instant.parse(rfc3339);
  }

  static String time(String rfc3339) {
    return rfc3339.isEmpty() ? "" : time(Instant.parse(rfc3339));
  }

  private static String time(Instant at) {
    return at.atZone(ZoneId.systemDefault()).format(SHORT_TIME);
  }

  /**
   * A row of the resource table.
   *
   * @param key group/kind/namespace/name
   * @param cells GROUP KIND NAMESPACE NAME STATUS HEALTH HOOK MESSAGE
   */
  record Row(String key, List<String> cells) {
    Row {
      cells = List.copyOf(cells);
    }
  }

  /** Rows in the order of the last operation's results, then the rest by key. */
  static List<Row> rows(ObjectTree item) {
    var resources = new TreeMap<String, ObjectTree>();
    Tree.items(Tree.at(item, "status", "resources"))
        .forEach(r -> resources.put(key(Tree.object(r)), Tree.object(r)));
    var rows = new ArrayList<Row>();
    var seen = new HashSet<String>();
    for (var result :
        Tree.items(Tree.at(item, "status", "operationState", "syncResult", "resources"))) {
      var r = Tree.object(result);
      var key = key(r);
      var state = resources.getOrDefault(key, ObjectTree.EMPTY);
      var hook = Tree.text(r, "hookType");
      seen.add(key);
      rows.add(
          new Row(
              key,
              cells(
                  r,
                  hook.isEmpty() ? Tree.text(state, "status") : Tree.text(r, "hookPhase"),
                  hook.isEmpty() ? Tree.text(state, "health", "status") : Tree.text(r, "status"),
                  hook,
                  Tree.text(r, "message"))));
    }
    resources.forEach(
        (key, state) -> {
          if (!seen.contains(key)) {
            rows.add(
                new Row(
                    key,
                    cells(
                        state,
                        Tree.text(state, "status"),
                        Tree.text(state, "health", "status"),
                        "",
                        "")));
          }
        });
    return rows;
  }

  private static String key(ObjectTree resource) {
    return String.join(
        "/",
        Tree.text(resource, "group"),
        Tree.text(resource, "kind"),
        Tree.text(resource, "namespace"),
        Tree.text(resource, "name"));
  }

  private static List<String> cells(
      ObjectTree resource, String status, String health, String hook, String message) {
    return List.of(
        Tree.text(resource, "group"),
        Tree.text(resource, "kind"),
        Tree.text(resource, "namespace"),
        Tree.text(resource, "name"),
        status,
        health,
        hook,
        message.replace("\n", " "));
  }

  /** The resource table. */
  static String resources(ObjectTree item) {
    var table =
        new Table("GROUP", "KIND", "NAMESPACE", "NAME", "STATUS", "HEALTH", "HOOK", "MESSAGE");
    rows(item).forEach(r -> table.row(r.cells().toArray()));
    var more = StatusBounds.unlisted(item);
    return more == 0
        ? table.text()
        : table.text() + "and " + more + " more, known again after the next comparison\n";
  }
}
