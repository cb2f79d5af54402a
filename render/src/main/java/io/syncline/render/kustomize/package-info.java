/**
 * Kustomize 5.5 without its binary: a folder with a kustomization file to the objects {@code
 * kubectl kustomize} prints for it, in the same order and with the same values.
 *
 * <p>A recording tree and a request come in, manifests go out. Nothing here touches a disk, a
 * network or a clock, runs plugins, or knows what is done with the manifests.
 */
@NullMarked
package io.syncline.render.kustomize;

import org.jspecify.annotations.NullMarked;
