package io.syncline.app;

import io.syncline.controller.Controller;
import io.syncline.controller.source.SourceException;
import io.syncline.engine.automation.Hold;
import io.syncline.git.Commit;
import io.syncline.git.CommitInfo;
import io.syncline.git.GitException;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitRepository;
import io.syncline.git.GitSink;
import io.syncline.git.PushReceipt;
import io.syncline.git.RemoteRefs;
import io.syncline.model.application.Application;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.pipeline.GitRevert;
import io.syncline.pipeline.PipelineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Rolls an application back in Git: the files that feed it become what they were. */
final class GitRollback {
  private static final int COMMITS = 200;
  private static final int SHORT = 7;

  private final Controller controller;
  private final GitRepositories repositories;

  GitRollback(Controller controller, GitRepositories repositories) {
    this.controller = controller;
    this.repositories = repositories;
  }

  /**
   * Reverts and pushes.
   *
   * @param request {@code id} of a history entry, {@code branch} to push to instead of its own,
   *     {@code allowShared}, {@code user}
   * @param hold told the commit to hold back before anything is pushed, and what was held before
   *     when nothing could be pushed
   * @throws IllegalArgumentException when nothing was pushed; the message says why
   */
  ObjectTree roll(Application app, ObjectTree request, Consumer<Optional<Hold>> hold) {
    if (app.sources().size() != 1 || !app.sources().getFirst().chart().isEmpty()) {
      throw new IllegalArgumentException(
          "application "
              + app.name()
              + " cannot be rolled back in Git (expected: one source, in a Git repository)");
    }
    try {
      return rolled(app, request, hold);
    } catch (GitException e) {
      throw new IllegalArgumentException(
          e.getMessage() + (e.hint().isEmpty() ? "" : "; hint: " + e.hint()), e);
    } catch (PipelineException e) {
      throw new IllegalArgumentException(e.getMessage() + "; hint: " + e.hint(), e);
    } catch (SourceException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private ObjectTree rolled(Application app, ObjectTree request, Consumer<Optional<Hold>> hold) {
    var source = app.sources().getFirst();
    var url = source.repoUrl();
    var repository = controller.repositories().open(url, app.project());
    var good = repository.fullId(revision(app, Tree.number(request, -1, "id")));
    var refs = repository.lsRemote();
    var own = branch(app, refs);
    var head = refs.branch(own).orElseThrow();
    var paths =
        repository.changedPaths(good, head).stream()
            .filter(file -> controller.inspection().feeds(app, url, file))
            .toList();
    if (paths.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing that application "
              + app.name()
              + " is made from changed between "
              + good.substring(0, SHORT)
              + " and "
              + head.substring(0, SHORT));
    }
    shared(app, url, paths, Tree.flag(request, "allowShared"));
    var commits = commits(repository, app, url, good, head);
    var bad = Tree.text(app.status(), "sync", "revision");
    var branch = Tree.text(request, "branch");
    hold.accept(
        Optional.of(
            new Hold(
                "rolled back in Git to " + good.substring(0, SHORT),
                Tree.text(request, "user"),
                Optional.empty(),
                bad.isEmpty() ? head : bad)));
    var sink =
        new GitSink(repositories, to -> controller.repositories().credentials(to, app.project()));
    PushReceipt receipt;
    try {
      receipt =
          sink.push(
              branch.isEmpty()
                  ? new GitSink.Target(url, own, Optional.empty())
                  : new GitSink.Target(url, branch, Optional.of(own)),
              new GitRevert(repository.tree(good), repository.tree(head), paths),
              CommitInfo.of(
                  message(app, good, commits, Tree.text(request, "user")),
                  "syncline",
                  "syncline@localhost"));
    } catch (RuntimeException e) {
      // Nothing was rolled back, so nothing is to be held for it.
      hold.accept(Hold.of(app));
      throw e;
    }
    controller.sourceChanged(url);
    return ObjectTree.of(
        "commit", receipt.commit(),
        "branch", branch.isEmpty() ? own : branch,
        "files", receipt.paths(),
        "reverted", commits.stream().map(Commit::sha).toList(),
        "held", bad.isEmpty() ? head : bad);
  }

  /** The branch that {@code app}, which has one source, follows. */
  static String branch(Application app, RemoteRefs refs) {
    var wanted = app.sources().getFirst().targetRevision();
    var own =
        wanted.isEmpty() || wanted.equals("HEAD")
            ? refs.headTarget().orElse("refs/heads/main").replaceFirst("^refs/heads/", "")
            : wanted;
    if (refs.branch(own).isEmpty()) {
      throw new IllegalArgumentException(
          "targetRevision "
              + wanted
              + " of application "
              + app.name()
              + " is no branch, so nothing can be pushed to it; hint: name another tag or commit"
              + " there");
    }
    return own;
  }

  private static String revision(Application app, long id) {
    var history = Tree.items(app.status().get("history"));
    var entry =
        id < 0 && history.size() > 1
            ? Optional.of(history.get(history.size() - 2))
            : history.stream().filter(h -> Tree.number(h, -1, "id") == id).findFirst();
    return entry
        .map(h -> Tree.text(h, "revision"))
        .filter(r -> !r.isEmpty())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "application " + app.name() + " does not have deployment with id " + id));
  }

  private void shared(Application app, String url, List<String> paths, boolean allowed) {
    var problems = new ArrayList<String>();
    for (var other : controller.inspection().applicationsOf(url)) {
      var same = other.name().equals(app.name()) && other.namespace().equals(app.namespace());
      var feeding =
          same
              ? List.<String>of()
              : paths.stream().filter(f -> controller.inspection().feeds(other, url, f)).toList();
      if (!feeding.isEmpty()) {
        problems.add(other.name() + " (" + String.join(", ", feeding) + ")");
      }
    }
    if (!problems.isEmpty() && !allowed) {
      throw new IllegalArgumentException(
          "the files to bring back feed other applications, too: "
              + String.join("; ", problems)
              + "; hint: --allow-shared rolls them back as well");
    }
  }

  /** The commits whose changes go, newest first. */
  private List<Commit> commits(
      GitRepository repository, Application app, String url, String good, String head) {
    var found = new ArrayList<Commit>();
    for (var commit : repository.log(head, COMMITS)) {
      if (commit.sha().equals(good)) {
        break;
      }
      var touched =
          !commit.parents().isEmpty()
              && repository.changedPaths(commit.parents().getFirst(), commit.sha()).stream()
                  .anyMatch(file -> controller.inspection().feeds(app, url, file));
      if (touched) {
        found.add(commit);
      }
    }
    return found;
  }

  private static String message(Application app, String good, List<Commit> commits, String user) {
    var text =
        new StringBuilder("revert(" + app.name() + "): go back to " + good.substring(0, SHORT));
    text.append("\n\nTaken back where they feed it, the changes of:\n");
    commits.forEach(
        c -> text.append(c.sha(), 0, SHORT).append(' ').append(c.subject()).append('\n'));
    return user.isEmpty() ? text.toString() : text + "\nRolled-back-by: " + user + "\n";
  }
}
