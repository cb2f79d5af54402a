package io.syncline.controller.source;

import io.syncline.model.source.SourceTree;
import io.syncline.render.BuildOptions;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;

/** The door of rendering as the controller uses it. */
@FunctionalInterface
public interface Rendering {
  /** What {@code tree} renders to under the options of the installation. */
  RenderResult render(SourceTree tree, RenderRequest request, BuildOptions options);
}
