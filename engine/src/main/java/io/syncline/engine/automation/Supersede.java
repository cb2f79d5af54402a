package io.syncline.engine.automation;

import io.syncline.model.application.Application;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;

/** Whether a newer commit ends an automatic sync that is stuck with an older one. */
public enum Supersede {
  /** It waits for the sync to end, with all its retries. */
  NEVER("never"),
  /** It ends a sync that waits for a retry. */
  ON_RETRY("onRetry"),
  /** It ends a sync at any time; running hooks are deleted as at any termination. */
  ALWAYS("always");

  /** Annotation of the Application that holds the word. */
  public static final String ANNOTATION = "syncline.io/supersede";

  private final String word;

  Supersede(String word) {
    this.word = word;
  }

  /** The word on the wire. */
  public String word() {
    return word;
  }

  /** What {@code app} wants; any other word is {@link #NEVER}. */
  public static Supersede of(Application app) {
    var wanted = app.manifest().annotation(ANNOTATION).orElse("").strip();
    for (var one : values()) {
      if (one.word.equals(wanted)) {
        return one;
      }
    }
    return NEVER;
  }

  /**
   * Why the operation of {@code app} is to end now; empty when it is not.
   *
   * @param commits where the sources point now
   */
  public static Optional<String> ends(Application app, List<String> commits) {
    var state = Tree.object(app.status().get("operationState"));
    var result = Tree.object(state.get("syncResult"));
    var automated = app.operation().filter(o -> Tree.flag(o, "initiatedBy", "automated"));
    if (automated.isEmpty()
        || app.syncPolicy().automated().isEmpty()
        || commits.isEmpty()
        || !Tree.text(state, "phase").equals("Running")
        || result.isEmpty()) {
      return Optional.empty();
    }
    var deploying =
        app.multiSource()
            ? Tree.items(result.get("revisions")).stream().map(String::valueOf).toList()
            : List.of(Tree.text(result, "revision"));
    var waits = !Tree.text(state, "finishedAt").isEmpty();
    var policy = of(app);
    var may = policy == ALWAYS || (policy == ON_RETRY && waits);
    return may && !deploying.equals(commits)
        ? Optional.of(
            "superseded by "
                + String.join(", ", commits)
                + " ("
                + ANNOTATION
                + ": "
                + policy.word
                + ")")
        : Optional.empty();
  }
}
