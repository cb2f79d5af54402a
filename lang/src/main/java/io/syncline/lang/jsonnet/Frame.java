package io.syncline.lang.jsonnet;

import org.jspecify.annotations.Nullable;

/**
 * The values names stand for. A slot holds a value or a {@link Thunk}.
 *
 * <p>That of an object also knows the object as a whole and which of its layers it belongs to.
 */
final class Frame {
  final @Nullable Frame parent;
  final Object[] slots;
  final @Nullable ObjectValue self;
  final int layer;

  Frame(@Nullable Frame parent, Object[] slots) {
    this(parent, slots, null, 0);
  }

  Frame(@Nullable Frame parent, Object[] slots, @Nullable ObjectValue self, int layer) {
    this.parent = parent;
    this.slots = slots;
    this.self = self;
    this.layer = layer;
  }

  /** The frame {@code hops} further out. */
  Frame up(int hops) {
    var here = this;
    for (var i = 0; i < hops; i++) {
      here = java.util.Objects.requireNonNull(here.parent);
    }
    return here;
  }

  /** The object this frame belongs to. */
  ObjectValue object() {
    return java.util.Objects.requireNonNull(self);
  }
}
