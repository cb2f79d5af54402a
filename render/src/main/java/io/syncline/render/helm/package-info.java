/**
 * Helm charts to manifests: loading a chart from a tree, its values, its templates, its hooks.
 *
 * <p>A recorded tree and a request come in, manifests in Helm's install order go out, hooks last
 * and with their annotations. Nothing here reads a cluster, a disk or a clock: {@code lookup}
 * always finds nothing.
 */
@NullMarked
package io.syncline.render.helm;

import org.jspecify.annotations.NullMarked;
