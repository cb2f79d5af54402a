package io.syncline.render;

import io.syncline.model.object.Manifest;
import java.util.List;

/** What rendering gave: manifests, or a problem fit to be shown. Both say what was read. */
public sealed interface RenderResult {
  /** Everything read, listed and looked for in vain. */
  Inputs inputs();

  /**
   * Manifests in order.
   *
   * @param type the tool that rendered
   * @param manifests objects in the order the tool gives
   * @param warnings deprecations and the like
   * @param inputs what was read
   */
  record Rendered(SourceType type, List<Manifest> manifests, List<String> warnings, Inputs inputs)
      implements RenderResult {
    /** Copies the lists. */
    public Rendered {
      manifests = List.copyOf(manifests);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * A problem in the input.
   *
   * @param problem what, where, what was expected
   * @param inputs what was read until then: when none of it changes, the problem stays
   * @param passing whether it may be gone at another try all the same
   */
  record Failed(RenderProblem problem, Inputs inputs, boolean passing) implements RenderResult {
    /** A problem that stays. */
    public Failed(RenderProblem problem, Inputs inputs) {
      this(problem, inputs, false);
    }
  }
}
