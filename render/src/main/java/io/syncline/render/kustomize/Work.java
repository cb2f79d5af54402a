package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.render.kustomize.node.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much one build may still do, so that a small source which grows without end is refused. Steps
 * are about what it takes to look at one object; what fills memory counts more.
 */
final class Work {
  private static final long HELD = 20;
  private static final long FOLDER = 1_000;
  private static final int TEXT = 16;
  private final long limit;
  private long left;
  private boolean paid = true;

  Work(long limit) {
    this.limit = limit;
    this.left = limit;
  }

  /**
   * @throws BuildException when no steps are left
   */
  void spend(long steps) {
    if (!paid) {
      return;
    }
    left -= steps;
    if (left < 0) {
      throw new BuildException(
          "build takes more than "
              + limit
              + " steps (expected: fewer or smaller objects, patches and replacements)");
    }
  }

  /** How many steps are left. */
  long left() {
    return left;
  }

  /** Does again what was paid for already. */
  void again(Runnable done) {
    var before = paid;
    paid = false;
    try {
      done.run();
    } finally {
      paid = before;
    }
  }

  /** For one more folder. */
  void folder() {
    spend(FOLDER);
  }

  /** For nodes that are made and kept. */
  void hold(Node node) {
    weigh(node, HELD);
  }

  /** For nodes that are looked at or rebuilt. */
  void see(Node node) {
    weigh(node, 1);
  }

  /** Spends on the way, so that what is far too large is not even counted to its end. */
  private void weigh(Node node, long factor) {
    spend(factor * (1 + node.text().length() / TEXT));
    for (var i = 0; i < node.size(); i++) {
      weigh(node.item(i), factor);
    }
  }

  /** For a value that is kept once more. */
  void hold(@Nullable Object value) {
    switch (value) {
      case ObjectTree tree -> {
        spend(HELD);
        for (var i = 0; i < tree.size(); i++) {
          hold(tree.valueAt(i));
        }
      }
      case List<?> list -> {
        spend(HELD);
        list.forEach(this::hold);
      }
      case String text -> text(text.length());
      case null, default -> spend(HELD);
    }
  }

  /** For text of so many characters that is made. */
  void text(int length) {
    spend(HELD * (1 + length / TEXT));
  }
}
