package io.syncline.localkube.kind;

import io.syncline.merge.custom.CustomSchema;
import io.syncline.model.tree.ObjectTree;
import java.util.Optional;

/**
 * One version of a CustomResourceDefinition.
 *
 * @param definition name of the definition
 * @param schema its openAPIV3Schema
 * @param compiled the schema ready for use; permits everything where unknown fields are kept
 * @param scale paths of the scale subresource
 * @param storageVersion version in which objects are kept
 * @param deprecation warning for requests, "" for none
 */
public record CustomVersion(
    String definition,
    ObjectTree schema,
    CustomSchema compiled,
    Optional<ScalePaths> scale,
    String storageVersion,
    String deprecation) {
  /**
   * Where a scale is read and written.
   *
   * @param specReplicas path such as {@code .spec.replicas}
   * @param statusReplicas path such as {@code .status.replicas}
   * @param labelSelector path of the serialised selector, "" for none
   */
  public record ScalePaths(String specReplicas, String statusReplicas, String labelSelector) {}
}
