package io.syncline.lang.gotemplate;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** A Go {@code [][]interface {}}: a list known to hold lists only. */
public final class GoLists extends AbstractList<Object> implements RandomAccess {
  private final List<List<?>> items;

  /** Copies {@code items}. */
  public GoLists(List<? extends List<?>> items) {
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
