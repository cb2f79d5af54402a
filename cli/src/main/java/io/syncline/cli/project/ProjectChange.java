package io.syncline.cli.project;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A change of one project: read, changed, written back. */
final class ProjectChange {
  static final String ALL = "/api/v1/projects";

  private ProjectChange() {}

  /** Address of a project in the API. */
  static String one(String name) {
    return ALL + "/" + ApiClient.segment(name);
  }

  /** Changes the spec of {@code name}; nothing is written when it stays the same. */
  static int spec(GlobalOptions global, String name, UnaryOperator<ObjectTree> change) {
    var client = global.client();
    var project = client.get(one(name));
    var before = Tree.object(project.get("spec"));
    var after = change.apply(before);
    if (!after.equals(before)) {
      client.call("PUT", one(name), ObjectTree.of("project", project.with("spec", after)));
    }
    return 0;
  }

  /**
   * {@code spec} with one more entry in a list.
   *
   * @throws CliException with {@code refusal} when there is the same already
   */
  static ObjectTree added(ObjectTree spec, Object entry, String refusal, String... list) {
    var entries = new ArrayList<>(Tree.items(Tree.at(spec, list)));
    if (entries.contains(entry)) {
      throw new CliException(CliException.FAILED, refusal);
    }
    entries.add(entry);
    return Tree.with(spec, Tree.list(entries), list);
  }

  /**
   * {@code spec} without the entries of a list that fit.
   *
   * @throws CliException with {@code refusal} when none does
   */
  static ObjectTree removed(
      ObjectTree spec, Predicate<Object> gone, String refusal, String... list) {
    List<Object> entries = Tree.items(Tree.at(spec, list));
    var left = entries.stream().filter(gone.negate()).toList();
    if (left.size() == entries.size()) {
      throw new CliException(CliException.FAILED, refusal);
    }
    return left.isEmpty() ? Tree.without(spec, list) : Tree.with(spec, Tree.list(left), list);
  }
}
