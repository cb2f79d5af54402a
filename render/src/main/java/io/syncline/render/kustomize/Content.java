package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Node;

/**
 * A document as a part of a key: equal to others that are written alike.
 *
 * @param node not changed as long as the key is in use
 */
record Content(Node node) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Content content && node.identical(content.node);
  }

  @Override
  public int hashCode() {
    return node.text().hashCode() * 31 + node.size();
  }
}
