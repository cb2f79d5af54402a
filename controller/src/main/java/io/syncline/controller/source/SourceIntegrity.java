package io.syncline.controller.source;

import io.syncline.engine.access.ProjectAccess;
import io.syncline.engine.glob.Patterns;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which signatures a project demands of which repositories. */
record SourceIntegrity(List<Policy> policies) {
  SourceIntegrity {
    policies = List.copyOf(policies);
  }

  /**
   * One rule.
   *
   * @param repositories globs of URLs, {@code !} denies
   * @param mode {@code none}, {@code head} or {@code strict}
   * @param keys ids or fingerprints of keys that may sign
   */
  record Policy(List<String> repositories, String mode, List<String> keys) {
    Policy {
      repositories = List.copyOf(repositories);
      keys = List.copyOf(keys);
    }

    private boolean concerns(String url) {
      var included = false;
      for (var glob : repositories) {
        if (Patterns.denies(glob)) {
          if (Patterns.matches(glob.substring(1), url)) {
            return false;
          }
        } else {
          included |= Patterns.matches(glob, url);
        }
      }
      return included;
    }

    boolean isStrict() {
      return mode.equals("strict");
    }
  }

  /**
   * What {@code project} demands. A list of keys, as older projects have it, stands for one rule
   * over all repositories.
   *
   * @throws SourceException when both are there, as neither may silently lose
   */
  static SourceIntegrity of(Project project) {
    var spec = project.manifest().at("spec");
    var keys =
        Tree.items(Tree.at(spec, "signatureKeys")).stream()
            .map(key -> Tree.text(key, "keyID"))
            .toList();
    if (!keys.isEmpty() && Tree.at(spec, "sourceIntegrity", "git") != null) {
      throw new SourceException(
          "project "
              + project.name()
              + " has signatureKeys and sourceIntegrity.git (expected: one of them); hint: move the"
              + " keys into a policy of sourceIntegrity.git",
          null);
    }
    var policies = new ArrayList<Policy>();
    var demanded = ProjectAccess.of(project).sourceIntegrity();
    for (var item : Tree.items(Tree.at(demanded.orElse(ObjectTree.EMPTY), "git", "policies"))) {
      var policy = Tree.object(item);
      var gpg = Tree.object(policy.get("gpg"));
      if (!gpg.isEmpty()) {
        policies.add(new Policy(urls(policy), Tree.text(gpg, "mode"), texts(gpg)));
      }
    }
    return new SourceIntegrity(policies);
  }

  private static List<String> urls(ObjectTree policy) {
    return Tree.items(policy.get("repos")).stream().map(r -> Tree.text(r, "url")).toList();
  }

  private static List<String> texts(ObjectTree gpg) {
    return Tree.items(gpg.get("keys")).stream().map(String::valueOf).toList();
  }

  /**
   * The rule for the repository at {@code url}; empty when nothing is demanded.
   *
   * @throws SourceException when several match, or its mode is none we know
   */
  Optional<Policy> policy(String url) {
    var found = policies.stream().filter(p -> p.concerns(url)).toList();
    if (found.size() > 1) {
      throw new SourceException(
          "multiple ("
              + found.size()
              + ") git source integrity policies found for repo URL: "
              + url,
          null);
    }
    var mode = found.isEmpty() ? "none" : found.getFirst().mode();
    return switch (mode) {
      case "none" -> Optional.empty();
      case "head", "strict" -> Optional.of(found.getFirst());
      default ->
          throw new SourceException(
              "unknown GPG mode \""
                  + mode
                  + "\" configured for GIT source integrity (expected: none, head or strict)",
              null);
    };
  }
}
