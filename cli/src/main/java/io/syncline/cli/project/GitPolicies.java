package io.syncline.cli.project;

import io.syncline.cli.output.Table;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which signatures a project demands of the commits of which repositories: {@code
 * spec.sourceIntegrity.git.policies}. The ID of a policy is its place, counted from 0.
 */
record GitPolicies(List<Policy> policies) {
  private static final String[] PLACE = {"sourceIntegrity", "git", "policies"};
  private static final Set<String> MODES = Set.of("strict", "head", "none");
  private static final String KEY = "([0-9A-Fa-f]{24})?[0-9A-Fa-f]{16}";

  GitPolicies {
    policies = List.copyOf(policies);
  }

  /**
   * One policy.
   *
   * @param tree as it is stored, with all that is not known here
   */
  record Policy(ObjectTree tree) {
    /** Globs of the repositories it concerns. */
    List<String> repositories() {
      return Tree.items(tree.get("repos")).stream().map(r -> Tree.text(r, "url")).toList();
    }

    /** How much must be signed: strict, head or none; "" when it does not say. */
    String mode() {
      return Tree.text(tree, "gpg", "mode");
    }

    /** Ids of the keys that may sign. */
    List<String> keys() {
      return Tree.items(Tree.at(tree, "gpg", "keys")).stream().map(String::valueOf).toList();
    }

    /** The same for other repositories. */
    Policy concerning(List<String> globs) {
      var repos = globs.stream().map(url -> ObjectTree.of("url", url)).toList();
      return new Policy(repos.isEmpty() ? tree.without("repos") : tree.with("repos", repos));
    }

    /**
     * The same with another mode.
     *
     * @throws CliException when there is no such mode
     */
    Policy demanding(String mode) {
      if (mode.isEmpty()) {
        throw new CliException(CliException.FAILED, "gpg-mode must be set");
      }
      if (!MODES.contains(mode)) {
        throw new CliException(
            CliException.FAILED,
            "gpg-mode must be one of: strict, head, none (it is \"" + mode + "\")");
      }
      return new Policy(Tree.with(tree, mode, "gpg", "mode"));
    }

    /**
     * The same with other keys.
     *
     * @throws CliException when one is no id of a key
     */
    Policy signedBy(List<String> keys) {
      for (var key : keys) {
        if (!key.matches(KEY)) {
          throw new CliException(
              CliException.FAILED,
              "Invalid GPG key ID '" + key + "' (expected: 16 or 40 hexadecimal digits)");
        }
      }
      return new Policy(
          keys.isEmpty()
              ? Tree.without(tree, "gpg", "keys")
              : Tree.with(tree, Tree.list(keys), "gpg", "keys"));
    }
  }

  /** The policies of the project with this spec. */
  static GitPolicies of(ObjectTree spec) {
    return new GitPolicies(
        Tree.items(Tree.at(spec, PLACE)).stream().map(p -> new Policy(Tree.object(p))).toList());
  }

  /**
   * The same, which must be some.
   *
   * @throws CliException when {@code project} has none
   */
  GitPolicies required(String project) {
    if (policies.isEmpty()) {
      throw new CliException(
          CliException.FAILED,
          "No source integrity git policies defined for project \"" + project + "\"");
    }
    return this;
  }

  /**
   * The place that somebody typed.
   *
   * @throws CliException when no policy stands there
   */
  int id(String typed) {
    if (!typed.matches("-?[0-9]{1,9}")) {
      throw new CliException(CliException.FAILED, "Invalid POLICY_ID '" + typed + "'");
    }
    var id = Integer.parseInt(typed);
    if (id < 0 || id >= policies.size()) {
      throw new CliException(
          CliException.FAILED,
          "POLICY_ID " + id + " is out of range (0-" + (policies.size() - 1) + ")");
    }
    return id;
  }

  GitPolicies with(Policy policy) {
    var all = new ArrayList<>(policies);
    all.add(policy);
    return new GitPolicies(all);
  }

  GitPolicies with(int id, Policy policy) {
    var all = new ArrayList<>(policies);
    all.set(id, policy);
    return new GitPolicies(all);
  }

  GitPolicies without(Collection<Integer> ids) {
    return new GitPolicies(
        IntStream.range(0, policies.size())
            .filter(id -> !ids.contains(id))
            .mapToObj(policies::get)
            .toList());
  }

  /** {@code spec} with these policies; where none are left, nothing is demanded. */
  ObjectTree in(ObjectTree spec) {
    return policies.isEmpty()
        ? spec.without(PLACE[0])
        : Tree.with(spec, Tree.list(policies.stream().map(Policy::tree).toList()), PLACE);
  }

  /** A row for each. */
  Table table() {
    var table = new Table("ID", "GPG-MODE", "GPG-KEYS", "REPO-URLS");
    for (var id = 0; id < policies.size(); id++) {
      var policy = policies.get(id);
      table.row(
          id,
          policy.mode().isEmpty() ? "<none>" : policy.mode(),
          joined(policy.keys()),
          joined(policy.repositories()));
    }
    return table;
  }

  private static String joined(List<String> values) {
    return values.isEmpty() ? "<none>" : String.join(", ", values);
  }
}
