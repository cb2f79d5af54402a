package io.syncline.render.kustomize;

import java.util.List;

/** Makes objects of the charts that a kustomization lists. */
@FunctionalInterface
interface Charts {
  /** The objects of {@code chart} as the kustomization read by {@code loader} wants it. */
  List<Resource> inflate(ChartEntry chart, Loader loader, ApiSchema schema);
}
