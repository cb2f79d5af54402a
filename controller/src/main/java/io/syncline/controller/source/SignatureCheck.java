package io.syncline.controller.source;

import io.syncline.git.GitException;
import io.syncline.git.GitRepository;
import io.syncline.git.Signed;
import io.syncline.git.signature.Verdict;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.project.Project;
import io.syncline.model.status.Condition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Whether the commits of an application are signed as its project demands. */
final class SignatureCheck {
  private static final int MOST_PROBLEMS = 10;

  private final RepositoryAccess access;
  private final Revisions revisions;
  private final InstantSource clock;

  SignatureCheck(RepositoryAccess access, Revisions revisions, InstantSource clock) {
    this.access = access;
    this.revisions = revisions;
    this.clock = clock;
  }

  /**
   * What is wrong with the signatures; empty when nothing is, or nothing is demanded.
   *
   * @param asked revision of each source to use instead of its own; may be shorter
   * @param commits commit of each source; empty when manifests were brought along
   */
  List<Condition> problems(
      Project project, List<ApplicationSource> sources, List<String> asked, List<String> commits) {
    var conditions = new ArrayList<Condition>();
    try {
      var demanded = SourceIntegrity.of(project);
      for (var i = 0; i < sources.size(); i++) {
        var source = sources.get(i);
        var policy =
            RegistrySources.serves(source)
                ? Optional.<SourceIntegrity.Policy>empty()
                : demanded.policy(source.repoUrl());
        if (policy.isEmpty()) {
          continue;
        }
        var name = sources.size() == 1 ? "" : name(source, i, sources.size());
        if (i >= commits.size()) {
          conditions.add(
              problem(name, "manifests from elsewhere carry no signature, which is demanded"));
          continue;
        }
        var revision = i < asked.size() && !asked.get(i).isEmpty() ? asked.get(i) : "";
        var repository = access.open(source.repoUrl(), project.name());
        problems(repository, source, revision, commits.get(i), policy.get())
            .forEach(text -> conditions.add(problem(name, text)));
      }
    } catch (SourceException e) {
      conditions.add(new Condition(Condition.COMPARISON, e.text()));
    }
    return conditions;
  }

  /** Whether {@code project} demands signatures of one of {@code sources}, or says it badly. */
  static boolean isDemanded(Project project, List<ApplicationSource> sources) {
    try {
      var demanded = SourceIntegrity.of(project);
      return sources.stream()
          .anyMatch(s -> !RegistrySources.serves(s) && demanded.policy(s.repoUrl()).isPresent());
    } catch (SourceException malformed) {
      return true;
    }
  }

  private static Condition problem(String source, String text) {
    return new Condition(Condition.COMPARISON, "GIT/GPG: " + source + text);
  }

  private static String name(ApplicationSource source, int index, int count) {
    var name = io.syncline.model.tree.Tree.text(source.tree(), "name");
    return "source " + (name.isEmpty() ? (index + 1) + " of " + count : name) + ": ";
  }

  private List<String> problems(
      GitRepository repository,
      ApplicationSource source,
      String asked,
      String commit,
      SourceIntegrity.Policy policy) {
    var revision = asked.isEmpty() ? source.targetRevision() : asked;
    try {
      var signed =
          repository.signatures(
              revisions.references(repository, revision),
              revision,
              source.tagPrefix(),
              commit,
              policy.isStrict(),
              access.keyring(),
              clock.instant());
      return described(signed, policy.keys());
    } catch (GitException e) {
      throw RepositoryAccess.problem(e);
    }
  }

  /** A key is named once for all its commits; commits without a signature may differ by author. */
  static List<String> described(List<Signed> signed, List<String> keys) {
    var named = new HashSet<String>();
    var problems = new ArrayList<String>();
    for (var one : signed) {
      var verdict = one.verdict();
      var allowed = keys.stream().anyMatch(verdict::isBy);
      if (verdict.result() == Verdict.Result.GOOD && allowed) {
        continue;
      }
      var isCommit = one.revision().matches("[0-9a-f]{40}");
      if (isCommit && !verdict.keyId().isEmpty() && !named.add(verdict.keyId())) {
        continue;
      }
      var what =
          verdict.result() == Verdict.Result.GOOD
              ? "signed with unallowed key"
              : verdict.result().words();
      problems.add(
          "Failed verifying revision "
              + one.revision()
              + " by '"
              + one.author()
              + "': "
              + what
              + " (key_id="
              + verdict.keyId()
              + ")");
      if (problems.size() == MOST_PROBLEMS) {
        break;
      }
    }
    return problems;
  }
}
