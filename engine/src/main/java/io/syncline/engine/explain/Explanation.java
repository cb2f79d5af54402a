package io.syncline.engine.explain;

import io.syncline.engine.automation.Automation;
import io.syncline.engine.automation.Hold;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.health.ApplicationHealth;
import io.syncline.engine.preview.Preview;
import io.syncline.engine.schedule.Decision;
import io.syncline.engine.schedule.RetryPolicy;
import io.syncline.model.application.Application;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.Condition;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.status.SyncStatus;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why an application is as it is.
 *
 * @param sentences in the order of cause and effect
 * @param next when something happens by itself; empty when nobody knows
 */
public record Explanation(List<Sentence> sentences, Optional<Instant> next) {
  private static final int SHOWN_OBJECTS = 5;
  private static final int SHOWN_FIELDS = 3;

  /** Copies the list. */
  public Explanation {
    sentences = List.copyOf(sentences);
  }

  /** What a sentence is about. */
  public enum Topic {
    SOURCE,
    SYNC,
    AUTOMATION,
    OPERATION,
    HEALTH,
    NEXT
  }

  /** One sentence. */
  public record Sentence(Topic topic, String text) {}

  /**
   * What is known.
   *
   * @param app the application as stored
   * @param compared whether both sides could be compared
   * @param status what the comparison found
   * @param differences one per object
   * @param health how well it is
   * @param conditions what went wrong or should be known
   * @param commits what is known of the commits, ready to be told
   * @param automation what decides whether it syncs by itself
   * @param masked names of annotations whose values are hidden
   */
  public record Facts(
      Application app,
      boolean compared,
      SyncStatus status,
      List<Difference> differences,
      ApplicationHealth health,
      List<Condition> conditions,
      List<String> commits,
      Automation automation,
      Set<String> masked) {
    /** Copies the lists. */
    public Facts {
      differences = List.copyOf(differences);
      conditions = List.copyOf(conditions);
      commits = List.copyOf(commits);
    }
  }

  /** What there is to say of an application that was not compared since this process began. */
  public static Explanation unknown() {
    return new Explanation(
        List.of(new Sentence(Topic.SYNC, "It was not compared yet.")), Optional.empty());
  }

  /** Why the application of {@code facts} is as it is at {@code now}. */
  public static Explanation of(Facts facts, Instant now) {
    var sentences = new ArrayList<Sentence>();
    facts.commits().forEach(c -> sentences.add(new Sentence(Topic.SOURCE, c)));
    sync(facts, sentences);
    var retry = operation(facts.app(), sentences);
    automation(facts, now, sentences);
    health(facts, sentences);
    var next = retry.or(() -> facts.automation().lookAgain(now));
    next.filter(now::isBefore)
        .ifPresent(
            at -> sentences.add(new Sentence(Topic.NEXT, "The next look is at " + at + ".")));
    return new Explanation(sentences, next);
  }

  private static void sync(Facts facts, List<Sentence> sentences) {
    if (!facts.compared()) {
      sentences.add(new Sentence(Topic.SYNC, "It could not be compared with the cluster."));
    } else if (facts.status() == SyncStatus.SYNCED) {
      sentences.add(
          new Sentence(
              Topic.SYNC,
              facts.differences().size() == 1
                  ? "It is Synced: its one object is as the source says."
                  : "It is Synced: all "
                      + facts.differences().size()
                      + " objects are as the source says."));
    } else {
      sentences.add(new Sentence(Topic.SYNC, "It is " + facts.status().word() + "."));
    }
    facts.conditions().forEach(c -> sentences.add(new Sentence(Topic.SYNC, condition(c))));
    var off = facts.differences().stream().filter(Explanation::differs).toList();
    off.stream()
        .limit(SHOWN_OBJECTS)
        .forEach(d -> sentences.add(new Sentence(Topic.SYNC, difference(d, facts.masked()))));
    if (off.size() > SHOWN_OBJECTS) {
      sentences.add(
          new Sentence(Topic.SYNC, (off.size() - SHOWN_OBJECTS) + " more objects differ."));
    }
  }

  private static String condition(Condition condition) {
    return condition.type() + ": " + condition.message();
  }

  private static boolean differs(Difference difference) {
    return difference.status().filter(SyncStatus.OUT_OF_SYNC::equals).isPresent();
  }

  private static String difference(Difference difference, Set<String> masked) {
    var name = named(difference.key());
    if (difference.live().isEmpty()) {
      return name + " is in the source and not in the cluster.";
    }
    if (difference.target().isEmpty()) {
      return name
          + " is in the cluster and not in the source any more"
          + (difference.requiresPruning() ? ": it needs pruning." : ".");
    }
    var changes = Preview.changes(difference, masked);
    if (changes.isEmpty()) {
      return name + " differs.";
    }
    var text = new ArrayList<>(changes.stream().limit(SHOWN_FIELDS).map(c -> c.shown()).toList());
    if (changes.size() > SHOWN_FIELDS) {
      text.add((changes.size() - SHOWN_FIELDS) + " more fields");
    }
    return name + " differs: " + String.join("; ", text) + ".";
  }

  private static String named(ObjectKey key) {
    return key.kind() + " " + (key.namespace().isEmpty() ? "" : key.namespace() + "/") + key.name();
  }

  /** Tells of the last operation; when it is tried again. */
  private static Optional<Instant> operation(Application app, List<Sentence> sentences) {
    var state = Tree.object(app.status().get("operationState"));
    var message = Tree.text(state, "message");
    if (app.operation().isPresent()) {
      if (state.isEmpty() || Tree.text(state, "phase").isEmpty()) {
        sentences.add(new Sentence(Topic.OPERATION, "A sync was asked for and has not begun."));
        return Optional.empty();
      }
      var finished = time(Tree.text(state, "finishedAt"));
      sentences.add(
          new Sentence(
              Topic.OPERATION,
              (finished.isPresent() ? "A sync waits to be tried again" : "A sync is under way")
                  + (message.isEmpty() ? "." : ": " + message)));
      var policy = RetryPolicy.from(Tree.object(Tree.at(state, "operation", "retry")));
      return finished.flatMap(
          at -> policy.delay(Tree.number(state, 1, "retryCount") - 1).map(at::plus));
    }
    var phase = Tree.text(state, "phase");
    if (phase.equals("Failed") || phase.equals("Error")) {
      sentences.add(
          new Sentence(
              Topic.OPERATION,
              "The last sync ended as " + phase + (message.isEmpty() ? "." : ": " + message)));
    }
    return Optional.empty();
  }

  private static Optional<Instant> time(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static void automation(Facts facts, Instant now, List<Sentence> sentences) {
    if (!facts.compared()) {
      return;
    }
    var text =
        switch (facts.automation().decide(now)) {
          case Decision.Sync _ -> "Automatic sync starts now.";
          case Decision.Skip skip -> "Automatic sync does nothing: " + skip.reason() + ".";
          case Decision.Error error ->
              "Automatic sync does nothing: "
                  + error.condition().message()
                  + ". The same commit is not tried again by itself: push another one, or sync by"
                  + " hand.";
          case Decision.Later later ->
              "Automatic sync heals again at " + later.at() + ": it did so just before.";
          case Decision.Blocked blocked -> "Automatic sync waits: " + blocked.reason() + ".";
        };
    sentences.add(new Sentence(Topic.AUTOMATION, text));
    var told = facts.automation().decide(now) instanceof Decision.Blocked;
    facts
        .automation()
        .hold()
        .filter(h -> !told && h.stands(now))
        .map(Hold::sentence)
        .ifPresent(h -> sentences.add(new Sentence(Topic.AUTOMATION, "Besides, " + h + ".")));
  }

  private static void health(Facts facts, List<Sentence> sentences) {
    var overall = facts.health().overall();
    if (overall.status() == HealthStatus.HEALTHY) {
      sentences.add(new Sentence(Topic.HEALTH, "It is Healthy."));
      return;
    }
    var causes =
        facts.health().resources().entrySet().stream()
            .filter(r -> r.getValue().status() == overall.status())
            .toList();
    sentences.add(
        new Sentence(
            Topic.HEALTH,
            "It is "
                + overall.status().word()
                + (causes.isEmpty() ? "." : " because of " + causes.size() + " of its objects.")));
    causes.stream()
        .limit(SHOWN_OBJECTS)
        .forEach(
            cause -> {
              var message = cause.getValue().message();
              sentences.add(
                  new Sentence(
                      Topic.HEALTH,
                      named(cause.getKey())
                          + " is "
                          + cause.getValue().status().word()
                          + (message.isEmpty() ? "." : ": " + message)));
            });
  }

  /** For programs. */
  public ObjectTree tree() {
    var tree =
        ObjectTree.of(
            "sentences",
            sentences.stream()
                .map(
                    s ->
                        ObjectTree.of(
                            "topic", s.topic().name().toLowerCase(java.util.Locale.ROOT),
                            "text", s.text()))
                .toList());
    return next.isEmpty() ? tree : tree.with("next", next.get().toString());
  }
}
