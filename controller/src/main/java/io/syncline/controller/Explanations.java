package io.syncline.controller;

import io.syncline.controller.compare.Compared;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.source.DesiredStates;
import io.syncline.controller.source.RepositoryAccess;
import io.syncline.controller.source.SourceException;
import io.syncline.engine.explain.Explanation;
import io.syncline.git.Commit;
import io.syncline.git.GitException;
import io.syncline.git.GitRepository;
import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers what an explanation needs: the comparison, its automation, and what Git tells. */
final class Explanations {
  private static final Logger log = LoggerFactory.getLogger(Explanations.class);
  private static final int COMMITS = 30;
  private static final int FILES = 3;
  private static final int SHORT = 7;

  private final RepositoryAccess access;
  private final DesiredStates states;
  private final Automations automations;

  Explanations(RepositoryAccess access, DesiredStates states, Automations automations) {
    this.access = access;
    this.states = states;
    this.automations = automations;
  }

  /** Why {@code app}, found as {@code result} says, is as it is. */
  Explanation of(Application app, Compared result, Set<String> masked, Instant now) {
    return Explanation.of(
        new Explanation.Facts(
            app,
            result.outcome() == Compared.Outcome.COMPLETE,
            result.status(),
            result.differences(),
            result.health(),
            result.conditions(),
            commits(app, result),
            automations.of(app, result),
            masked),
        now);
  }

  private List<String> commits(Application app, Compared result) {
    var told = new ArrayList<String>();
    var sources = app.sources();
    for (var i = 0; i < sources.size() && i < result.revisions().size(); i++) {
      var source = sources.get(i);
      var revision = result.revisions().get(i);
      told.add(
          "It was compared with "
              + source.repoUrl()
              + " at "
              + described(app, source, revision)
              + ".");
      if (i == 0 && sources.size() == 1) {
        touching(app, source, revision, told);
      }
    }
    return told;
  }

  private String described(Application app, ApplicationSource source, String revision) {
    if (!source.chart().isEmpty()) {
      return source.chart() + " " + revision;
    }
    try {
      return described(access.open(source.repoUrl(), app.project()).commit(revision));
    } catch (GitException | SourceException notThere) {
      log.debug("commit {} not described", revision, notThere);
      return revision;
    }
  }

  private static String described(Commit commit) {
    return commit.sha().substring(0, SHORT)
        + " ("
        + commit.author().name()
        + ", "
        + commit.author().when()
        + ": "
        + commit.subject()
        + ")";
  }

  /** The newest commit since the last sync that changed a file the application is made from. */
  private void touching(
      Application app, ApplicationSource source, String revision, List<String> told) {
    var history = Tree.items(app.status().get("history"));
    var deployed = history.isEmpty() ? "" : Tree.text(history.getLast(), "revision");
    if (deployed.isEmpty() || deployed.equals(revision) || !source.chart().isEmpty()) {
      return;
    }
    try {
      var repository = access.open(source.repoUrl(), app.project());
      told.add("Deployed last was " + described(repository.commit(deployed)) + ".");
      for (var commit : repository.log(revision, COMMITS)) {
        if (commit.sha().equals(deployed) || commit.parents().isEmpty()) {
          return;
        }
        var files = feeding(app, repository, commit);
        if (!files.isEmpty()) {
          told.add(
              "Commit "
                  + described(commit)
                  + " changed what it is made from: "
                  + String.join(", ", files.stream().limit(FILES).toList())
                  + (files.size() > FILES ? " and " + (files.size() - FILES) + " more" : "")
                  + ".");
          return;
        }
      }
    } catch (GitException | SourceException notThere) {
      log.debug("history of {} not told", app.name(), notThere);
    }
  }

  private List<String> feeding(Application app, GitRepository repository, Commit commit) {
    return repository.changedPaths(commit.parents().getFirst(), commit.sha()).stream()
        .filter(file -> states.feeds(AppKey.of(app), repository.url(), file))
        .toList();
  }
}
