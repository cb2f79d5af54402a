package io.syncline.lang.gotemplate;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** A Go {@code []int}. */
public final class GoInts extends AbstractList<Object> implements RandomAccess {
  private final List<Number> items;

  /** Copies {@code items}, each an {@link Integer} or a {@link Long} too large for one. */
  public GoInts(List<Number> items) {
    this.items = List.copyOf(items);
  }

  @Override
  public Object get(int i) {
    return items.get(i);
  }

  @Override
  public int size() {
    return items.size();
  }
}
