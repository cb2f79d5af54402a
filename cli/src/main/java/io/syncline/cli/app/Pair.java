package io.syncline.cli.app;

import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** A name and a value, written {@code name=value}. */
record Pair(String name, String value) {
  /**
   * Reads one.
   *
   * @param refusal what is said of a text without value, up to that text
   * @throws CliException when there is no {@code =}
   */
  static Pair of(String text, String refusal) {
    var equal = text.indexOf('=');
    if (equal <= 0) {
      throw new CliException(CliException.FAILED, refusal + text);
    }
    return new Pair(text.substring(0, equal), text.substring(equal + 1));
  }

  /** {@code tree} with this pair in the list at {@code at}, instead of one of the same name. */
  static ObjectTree add(ObjectTree tree, Pair pair, String... at) {
    return add(tree, ObjectTree.of("name", pair.name(), "value", pair.value()), at);
  }

  /** {@code tree} with an entry in the list at {@code at}, instead of one of the same name. */
  static ObjectTree add(ObjectTree tree, ObjectTree entry, String... at) {
    var list = new ArrayList<>(Tree.items(Tree.at(tree, at)));
    var position = 0;
    while (position < list.size()
        && !Tree.text(list.get(position), "name").equals(Tree.text(entry, "name"))) {
      position++;
    }
    if (position < list.size()) {
      list.set(position, entry);
    } else {
      list.add(entry);
    }
    return Tree.with(tree, Tree.list(list), at);
  }

  /** {@code tree} with the pairs in the object at {@code at}. */
  static ObjectTree put(ObjectTree tree, List<String> pairs, String what, String... at) {
    var object = Tree.object(Tree.at(tree, at));
    for (var text : pairs) {
      var pair = of(text, "Expected " + what + " of the form: param=value. Received: ");
      object = object.with(pair.name(), pair.value());
    }
    return pairs.isEmpty() ? tree : Tree.with(tree, object, at);
  }
}
