package io.syncline.kube;

import io.syncline.model.object.Manifest;
import java.util.List;

/**
 * Objects at one moment.
 *
 * @param items the objects, each with apiVersion and kind
 * @param resourceVersion the moment, to watch from
 */
public record Listing(List<Manifest> items, String resourceVersion) {
  /** Copies the list. */
  public Listing {
    items = List.copyOf(items);
  }
}
