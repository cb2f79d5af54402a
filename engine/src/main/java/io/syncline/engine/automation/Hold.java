package io.syncline.engine.automation;

import io.syncline.model.application.Application;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * That somebody holds an application: it does not sync by itself, and a sync asked for by hand must
 * say that it means to.
 *
 * @param reason why, for people; "" when not said
 * @param by who holds it; "" when not known
 * @param until when it ends by itself; empty for never
 * @param revision commit, possibly abbreviated, that alone is held; "" for all
 */
public record Hold(String reason, String by, Optional<Instant> until, String revision) {
  /** Annotation of the Application: plain words, which are the reason, or JSON. */
  public static final String ANNOTATION = "syncline.io/hold";

  /** Name of the note in {@code operation.info} that lets a sync pass a hold. */
  public static final String OVERRIDE = "syncline.io/override-hold";

  /** Type of the condition that shows a hold. */
  public static final String CONDITION = "HeldWarning";

  /** The hold that stands on {@code app}, over or not. */
  public static Optional<Hold> of(Application app) {
    return app.manifest().annotation(ANNOTATION).map(Hold::parse);
  }

  private static Hold parse(String text) {
    if (text.startsWith("{")) {
      try {
        var tree = Tree.object(Json.parse(text));
        return new Hold(
            Tree.text(tree, "reason"),
            Tree.text(tree, "by"),
            instant(Tree.text(tree, "until")),
            Tree.text(tree, "revision"));
      } catch (Json.SyntaxException notJson) {
        return words(text);
      }
    }
    return words(text);
  }

  private static Hold words(String text) {
    return new Hold(text.equals("true") ? "" : text.strip(), "", Optional.empty(), "");
  }

  /** A time that nobody can read must not end a hold. */
  private static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** The value of {@link #ANNOTATION} that says this. */
  public String text() {
    var tree = ObjectTree.EMPTY;
    tree = reason.isEmpty() ? tree : tree.with("reason", reason);
    tree = by.isEmpty() ? tree : tree.with("by", by);
    tree = until.isEmpty() ? tree : tree.with("until", until.get().toString());
    tree = revision.isEmpty() ? tree : tree.with("revision", revision);
    return Json.write(tree);
  }

  /** Whether it has not ended at {@code now}. */
  public boolean stands(Instant now) {
    return until.filter(end -> !now.isBefore(end)).isEmpty();
  }

  /** Whether at {@code now} it keeps one of {@code commits} from being deployed. */
  public boolean covers(List<String> commits, Instant now) {
    return stands(now)
        && (revision.isEmpty() || commits.stream().anyMatch(c -> c.startsWith(revision)));
  }

  /** What it is, as a sentence without a full stop. */
  public String sentence() {
    return (revision.isEmpty() ? "automatic sync is held" : "commit " + revision + " is held")
        + (by.isEmpty() ? "" : " by " + by)
        + until.map(end -> " until " + end).orElse("")
        + (reason.isEmpty() ? "" : ": " + reason);
  }

  /** Why a sync asked for by hand is refused. */
  public String refusal(String application) {
    return "application "
        + application
        + " is held ("
        + sentence()
        + "); hint: `syncline app release "
        + application
        + "` ends that, `app sync --override-hold` passes it once";
  }

  /** Whether {@code operation} says that it means to pass holds. */
  public static boolean overridden(ObjectTree operation) {
    return Tree.items(operation.get("info")).stream()
        .anyMatch(
            i -> Tree.text(i, "name").equals(OVERRIDE) && Tree.text(i, "value").equals("true"));
  }
}
