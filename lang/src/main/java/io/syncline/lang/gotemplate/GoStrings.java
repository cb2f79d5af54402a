package io.syncline.lang.gotemplate;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** A Go {@code []string}: a list known to hold strings only. */
public final class GoStrings extends AbstractList<Object> implements RandomAccess {
  private final List<String> items;

  /** Copies {@code items}. */
  public GoStrings(List<String> items) {
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
