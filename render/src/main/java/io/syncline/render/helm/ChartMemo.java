package io.syncline.render.helm;

import io.syncline.lang.gotemplate.ParsedTemplates;

/**
 * What renders of charts leave to later ones: texts of templates, parsed. Everything in it is found
 * by content, so nothing in it becomes wrong, and a render with it comes to the same result as one
 * without. Whoever hands it in decides how long it is kept; it bounds itself and may serve several
 * renders at once.
 */
public final class ChartMemo {
  private final ParsedTemplates templates;

  /** Keeps about {@code limit} bytes at most. */
  public ChartMemo(long limit) {
    this.templates = new ParsedTemplates(limit);
  }

  ParsedTemplates templates() {
    return templates;
  }

  /** About the bytes it holds. */
  public long held() {
    return templates.held();
  }
}
