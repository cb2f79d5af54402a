package io.syncline.kube.cache;

import io.syncline.model.object.Manifest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Trees used lately, kept up to a number of bytes: those that go are packed. Whatever changes many
 * times in a row, or is shown again and again, is not packed each time.
 */
final class Recent {
  private static final int OBJECT = 48;
  private static final int ENTRY = 8;
  private static final int TEXT = 48;

  private record Use(Held held, Manifest tree, int weight, BiConsumer<Held, Manifest> leaving) {}

  private final long most;
  private final ArrayDeque<Use> uses = new ArrayDeque<>();
  private long weight;

  /** Keeps about {@code most} bytes of trees. */
  Recent(long most) {
    this.most = most;
  }

  /** {@code tree} of {@code held} is used; {@code leaving} is told when it goes. */
  void use(Held held, Manifest tree, BiConsumer<Held, Manifest> leaving) {
    for (var gone : admit(new Use(held, tree, weight(tree.root()), leaving))) {
      gone.leaving().accept(gone.held(), gone.tree());
    }
  }

  private synchronized List<Use> admit(Use use) {
    uses.add(use);
    weight += use.weight();
    if (weight <= most) {
      return List.of();
    }
    var gone = new ArrayList<Use>();
    while (weight > most && !uses.isEmpty()) {
      var oldest = uses.poll();
      weight -= oldest.weight();
      gone.add(oldest);
    }
    return gone;
  }

  /** Bytes a tree takes, roughly: its keys are shared with others. */
  private static int weight(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var sum = OBJECT + ENTRY * map.size();
        for (var part : map.values()) {
          sum += part == null ? 0 : weight(part);
        }
        yield sum;
      }
      case Collection<?> list -> {
        var sum = OBJECT + ENTRY * list.size();
        for (var part : list) {
          sum += part == null ? 0 : weight(part);
        }
        yield sum;
      }
      case String text -> TEXT + text.length();
      default -> ENTRY;
    };
  }
}
