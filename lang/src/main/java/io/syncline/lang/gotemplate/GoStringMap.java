package io.syncline.lang.gotemplate;

import java.util.Map;
import java.util.TreeMap;

/** A Go {@code map[string]string}: a key it lacks reads as "". */
public final class GoStringMap extends TreeMap<String, Object> {
  private static final long serialVersionUID = 1L;

  /** Copies {@code entries}. */
  public GoStringMap(Map<String, String> entries) {
    super(entries);
  }
}
