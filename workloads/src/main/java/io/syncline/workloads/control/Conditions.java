package io.syncline.workloads.control;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a status, in their order.
 *
 * @param items condition objects
 */
public record Conditions(List<ObjectTree> items) {
  /** Copies the list. */
  public Conditions {
    items = List.copyOf(items);
  }

  /** The conditions in {@code status}. */
  public static Conditions of(@Nullable Object status) {
    return new Conditions(
        Tree.items(Tree.at(status, "conditions")).stream().map(Tree::object).toList());
  }

  /** The condition of a type. */
  public Optional<ObjectTree> get(String type) {
    return items.stream().filter(c -> Tree.text(c, "type").equals(type)).findFirst();
  }

  /** Whether the condition of a type is {@code True}. */
  public boolean isTrue(String type) {
    return get(type).filter(c -> Tree.text(c, "status").equals("True")).isPresent();
  }

  /** The reason of the condition of a type, "" without one. */
  public String reason(String type) {
    return get(type).map(c -> Tree.text(c, "reason")).orElse("");
  }

  /** When the condition of a type last changed its status. */
  public Optional<Instant> since(String type) {
    return get(type).flatMap(c -> Stamp.parse(Tree.text(c, "lastTransitionTime")));
  }

  /**
   * These conditions with one set. The transition time stays when the status stays; nothing changes
   * when status, reason and message stay.
   */
  public Conditions with(Condition wanted, Instant now) {
    var old = get(wanted.type()).orElse(ObjectTree.EMPTY);
    if (wanted.sameAs(old)) {
      return this;
    }
    return put(wanted.tree(old, now, false));
  }

  /** As {@link #with}, and with {@code lastUpdateTime} moved on even when all else stays. */
  public Conditions updated(Condition wanted, Instant now) {
    return put(wanted.tree(get(wanted.type()).orElse(ObjectTree.EMPTY), now, true));
  }

  /** These conditions without one type. */
  public Conditions without(String type) {
    return new Conditions(items.stream().filter(c -> !Tree.text(c, "type").equals(type)).toList());
  }

  private Conditions put(ObjectTree condition) {
    var type = Tree.text(condition, "type");
    var copy = new ArrayList<ObjectTree>();
    var placed = false;
    for (var item : items) {
      var same = Tree.text(item, "type").equals(type);
      copy.add(same ? condition : item);
      placed |= same;
    }
    if (!placed) {
      copy.add(condition);
    }
    return new Conditions(copy);
  }

  /** These conditions as a tree value. */
  public List<Object> tree() {
    return Tree.list(items);
  }

  /**
   * One condition to set.
   *
   * @param type its type
   * @param status {@code True}, {@code False} or {@code Unknown}
   * @param reason one word, "" for none
   * @param message text, "" for none
   */
  public record Condition(String type, String status, String reason, String message) {
    /** A condition that is true. */
    public static Condition yes(String type, String reason, String message) {
      return new Condition(type, "True", reason, message);
    }

    /** A condition that is false. */
    public static Condition no(String type, String reason, String message) {
      return new Condition(type, "False", reason, message);
    }

    private boolean sameAs(ObjectTree old) {
      return Tree.text(old, "status").equals(status)
          && Tree.text(old, "reason").equals(reason)
          && Tree.text(old, "message").equals(message);
    }

    private ObjectTree tree(ObjectTree old, Instant now, boolean stampUpdate) {
      var transition = Tree.text(old, "lastTransitionTime");
      if (transition.isEmpty() || !Tree.text(old, "status").equals(status)) {
        transition = Stamp.of(now);
      }
      var tree = ObjectTree.of("type", type, "status", status);
      if (stampUpdate) {
        tree = tree.with("lastUpdateTime", Stamp.of(now));
      }
      tree = tree.with("lastTransitionTime", transition);
      tree = reason.isEmpty() ? tree : tree.with("reason", reason);
      return message.isEmpty() ? tree : tree.with("message", message);
    }
  }
}
