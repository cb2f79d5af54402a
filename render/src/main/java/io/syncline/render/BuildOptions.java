package io.syncline.render;

/**
 * Options of tools that apply to a whole installation instead of one source.
 *
 * @param anyFile whether kustomizations may read files outside of their folder ({@code
 *     --load-restrictor LoadRestrictionsNone})
 */
public record BuildOptions(boolean anyFile) {
  /** What the tools do when nothing is said. */
  public static final BuildOptions DEFAULT = new BuildOptions(false);

  /**
   * Options from the text of {@code kustomize.buildOptions}; what concerns no tool here is left.
   */
  public static BuildOptions parse(String flags) {
    return new BuildOptions(
        flags.contains("LoadRestrictionsNone") || flags.contains("LoadRestrictions_none"));
  }
}
