package io.syncline.controller.source;

import io.syncline.model.source.SourceTree;
import io.syncline.render.BuildOptions;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.kustomize.BuildMemo;

/** The door of rendering as the controller uses it. */
@FunctionalInterface
public interface Rendering {
  /**
   * What {@code tree} renders to under the options of the installation.
   *
   * @param memo what earlier renders of the same request over other trees left, to be added to; the
   *     result does not depend on it
   */
  RenderResult render(SourceTree tree, RenderRequest request, BuildOptions options, BuildMemo memo);
}
