package io.syncline.lang.jsonnet;

import java.util.List;

/** An array; each item is a value or a {@link Thunk}. Nobody writes to it once it is shared. */
final class ArrayValue {
  static final ArrayValue EMPTY = new ArrayValue(new Object[0]);
  private final Object[] items;

  ArrayValue(Object[] items) {
    this.items = items;
  }

  static ArrayValue of(List<?> items) {
    return new ArrayValue(items.toArray());
  }

  Object[] items() {
    return items;
  }

  int size() {
    return items.length;
  }

  Object at(int i) {
    return items[i];
  }
}
