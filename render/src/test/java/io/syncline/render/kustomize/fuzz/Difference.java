package io.syncline.render.kustomize.fuzz;

/**
 * What the two builds of the same files came to where they disagree.
 *
 * @param kind which of the two failed, or that both wrote something else
 * @param ours our output or problem
 * @param theirs that of the real tool
 */
record Difference(Kind kind, String ours, String theirs) {
  /** How they disagree. */
  enum Kind {
    OTHER_OUTPUT,
    WE_FAIL,
    THEY_FAIL,
    WE_CRASH
  }
}
