package io.syncline.render;

import java.util.List;

/**
 * Options of tools that apply to a whole installation instead of one source.
 *
 * @param anyFile whether kustomizations may read files outside of their folder ({@code
 *     --load-restrictor LoadRestrictionsNone})
 * @param charts whether kustomizations may list charts ({@code --enable-helm})
 */
public record BuildOptions(boolean anyFile, boolean charts) {
  /** What the tools do when nothing is said. */
  public static final BuildOptions DEFAULT = new BuildOptions(false, false);

  /**
   * Options from the text of {@code kustomize.buildOptions}; what concerns no tool here is left.
   */
  public static BuildOptions parse(String flags) {
    var words = List.of(flags.strip().split("\\s+"));
    return new BuildOptions(
        flags.contains("LoadRestrictionsNone") || flags.contains("LoadRestrictions_none"),
        words.contains("--enable-helm") || words.contains("--enable-helm=true"));
  }
}
