package io.syncline.app;

import io.syncline.controller.Controller;
import io.syncline.controller.source.SourceException;
import io.syncline.engine.automation.Hold;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.preview.FieldChange;
import io.syncline.git.CommitInfo;
import io.syncline.git.GitException;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitSink;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.pipeline.Adoption;
import io.syncline.pipeline.EditedTree;
import io.syncline.pipeline.LiveChange;
import io.syncline.pipeline.PipelineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes over into Git what somebody changed in the cluster: the edit is proved by rendering before
 * anything is pushed.
 */
final class GitAdoption {
  private static final int SHORT = 7;

  private final Controller controller;
  private final GitRepositories repositories;

  GitAdoption(Controller controller, GitRepositories repositories) {
    this.controller = controller;
    this.repositories = repositories;
  }

  /** What is taken over, and what cannot be. */
  private record Chosen(List<LiveChange> changes, List<ObjectTree> skipped) {}

  /**
   * Writes and pushes.
   *
   * @param request {@code resources} chosen, each {@code group}, {@code kind}, {@code namespace},
   *     {@code name}, all when empty; {@code branch} to push to instead of its own; {@code dryRun};
   *     {@code keepHold}; {@code user}
   * @param hold told what is held from now on: only the commit that did not have the change
   * @throws IllegalArgumentException when nothing was pushed; the message says why
   */
  ObjectTree adopt(Application app, ObjectTree request, Consumer<Hold> hold) {
    try {
      return adopted(app, request, hold);
    } catch (GitException e) {
      throw new IllegalArgumentException(
          e.getMessage() + (e.hint().isEmpty() ? "" : "; hint: " + e.hint()), e);
    } catch (PipelineException e) {
      throw new IllegalArgumentException(e.getMessage() + "; hint: " + e.hint(), e);
    } catch (SourceException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private ObjectTree adopted(Application app, ObjectTree request, Consumer<Hold> hold) {
    var kustomize = requireFiles(app);
    var source = app.sources().getFirst();
    var chosen = chosen(app, Tree.items(request.get("resources")));
    var repository = controller.repositories().open(source.repoUrl(), app.project());
    var refs = repository.lsRemote();
    var own = GitRollback.branch(app, refs);
    var head = repository.tree(refs.branch(own).orElseThrow());
    var path = source.path().equals(".") ? "" : source.path();
    var edit = new Adoption(path, kustomize, chosen.changes());
    var edited = new EditedTree(head, edit.apply(head));
    prove(app, head, edited, chosen.changes());
    var answer =
        ObjectTree.of(
            "objects", chosen.changes().stream().map(GitAdoption::told).toList(),
            "skipped", chosen.skipped(),
            "patch", edited.patch());
    if (Tree.flag(request, "dryRun")) {
      return answer;
    }
    var branch = Tree.text(request, "branch");
    var user = Tree.text(request, "user");
    var sink =
        new GitSink(repositories, to -> controller.repositories().credentials(to, app.project()));
    var receipt =
        sink.push(
            branch.isEmpty()
                ? new GitSink.Target(source.repoUrl(), own, Optional.empty())
                : new GitSink.Target(source.repoUrl(), branch, Optional.of(own)),
            edit,
            CommitInfo.of(message(app, chosen, user), "syncline", "syncline@localhost"));
    var before = Tree.text(app.status(), "sync", "revision");
    if (branch.isEmpty() && !Tree.flag(request, "keepHold") && Hold.of(app).isPresent()) {
      // The old commit stays held, else self-heal would undo the change before the new one is seen.
      hold.accept(
          new Hold(
              "adopted into Git as " + receipt.commit().substring(0, SHORT),
              user,
              Optional.empty(),
              before));
    }
    controller.sourceChanged(source.repoUrl());
    return answer
        .with("commit", receipt.commit())
        .with("branch", branch.isEmpty() ? own : branch)
        .with("files", receipt.paths());
  }

  /** Whether Kustomize makes the objects; refuses applications that no file of theirs tells of. */
  private static boolean requireFiles(Application app) {
    if (app.sources().size() != 1 || !app.sources().getFirst().chart().isEmpty()) {
      throw new IllegalArgumentException(
          "application "
              + app.name()
              + " cannot be written to (expected: one source, in a Git repository)");
    }
    var type = Tree.text(app.status(), "sourceType");
    return switch (type) {
      case "Kustomize" -> true;
      case "Directory" -> false;
      default ->
          throw new IllegalArgumentException(
              "application "
                  + app.name()
                  + " is of type "
                  + (type.isEmpty() ? "unknown" : type)
                  + ", whose objects stand in no file (expected: Directory or Kustomize); hint: `syncline"
                  + " app diff "
                  + app.name()
                  + "` shows the changes: bring them into its values or templates by hand");
    };
  }

  private Chosen chosen(Application app, List<Object> selected) {
    var changes = new ArrayList<LiveChange>();
    var skipped = new ArrayList<ObjectTree>();
    for (var difference : controller.inspection().drifted(app)) {
      if (!selected.isEmpty() && selected.stream().noneMatch(s -> fits(s, difference.key()))) {
        continue;
      }
      var reason = reason(difference);
      if (reason.isPresent()) {
        skipped.add(named(difference.key()).with("reason", reason.get()));
      } else {
        changes.add(
            new LiveChange(
                difference.key(),
                difference.predictedLive().orElseThrow(),
                difference.normalizedLive().orElseThrow()));
      }
    }
    if (changes.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing "
              + (selected.isEmpty() ? "" : "of what is chosen ")
              + "of application "
              + app.name()
              + " can be adopted: no object differs from Git"
              + (skipped.isEmpty() ? "" : " but " + skipped));
    }
    return new Chosen(changes, skipped);
  }

  private static Optional<String> reason(Difference difference) {
    if (difference.key().kind().equals("Secret") && difference.key().group().isEmpty()) {
      return Optional.of("secrets are not written to Git");
    }
    if (difference.target().isEmpty()) {
      return Optional.of("it is not in Git");
    }
    return difference.live().isEmpty()
        ? Optional.of("it is missing in the cluster: delete it from Git if that is meant")
        : Optional.empty();
  }

  private static boolean fits(Object selected, ObjectKey key) {
    return Tree.text(selected, "group").equals(key.group())
        && Tree.text(selected, "kind").equals(key.kind())
        && Tree.text(selected, "name").equals(key.name())
        && (Tree.text(selected, "namespace").isEmpty()
            || Tree.text(selected, "namespace").equals(key.namespace()));
  }

  /** Rendered from the edited files, exactly the changed objects come out, exactly so changed. */
  private void prove(
      Application app, SourceTree head, SourceTree edited, List<LiveChange> changes) {
    var before = byName(controller.inspection().renderTree(app, head));
    var after = byName(controller.inspection().renderTree(app, edited));
    var expected = new LinkedHashMap<>(before);
    expected.replaceAll(
        (_, object) ->
            changes.stream()
                .filter(change -> same(change.key(), object))
                .findFirst()
                .map(change -> new Manifest(change.in(object.root())))
                .orElse(object));
    if (expected.equals(after)) {
      return;
    }
    for (var entry : expected.entrySet()) {
      var made = after.get(entry.getKey());
      if (!entry.getValue().equals(made)) {
        throw new IllegalArgumentException(
            "the files of application "
                + app.name()
                + " cannot be edited to render "
                + entry.getKey()
                + " as it is in the cluster"
                + (made == null
                    ? ""
                    : ": "
                        + FieldChange.between(made, entry.getValue()).stream()
                            .findFirst()
                            .map(FieldChange::shown)
                            .orElse(""))
                + "; hint: make the change in Git by hand");
      }
    }
    throw new IllegalArgumentException("the edit would make objects that are not there now");
  }

  private static Map<String, Manifest> byName(List<Manifest> manifests) {
    var all = new LinkedHashMap<String, Manifest>();
    manifests.forEach(
        m -> all.put(m.groupKind() + " " + m.namespace() + "/" + m.name() + "#" + all.size(), m));
    return all;
  }

  private static boolean same(ObjectKey key, Manifest object) {
    return key.group().equals(object.group())
        && key.kind().equals(object.kind())
        && key.name().equals(object.name())
        && (object.namespace().isEmpty() || object.namespace().equals(key.namespace()));
  }

  private static ObjectTree named(ObjectKey key) {
    return ObjectTree.of(
        "group", key.group(), "kind", key.kind(), "namespace", key.namespace(), "name", key.name());
  }

  private static ObjectTree told(LiveChange change) {
    return named(change.key())
        .with(
            "changes",
            FieldChange.between(change.synced(), change.live()).stream()
                .map(FieldChange::tree)
                .toList());
  }

  private static String message(Application app, Chosen chosen, String user) {
    var text =
        new StringBuilder("adopt(" + app.name() + "): take over changes made in the cluster\n\n");
    for (var change : chosen.changes()) {
      text.append(change.key().kind()).append(' ').append(change.key().name()).append('\n');
    }
    return user.isEmpty() ? text.toString() : text + "\nAdopted-by: " + user + "\n";
  }
}
