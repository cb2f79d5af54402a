/**
 * Live objects of a cluster kept at hand: only the kinds somebody asked for, kept current by
 * watches, found by key, by owner and by the application they are tracked to.
 *
 * <p>A {@link io.syncline.kube.Cluster} goes in; manifests and a feed of changes come out. How an
 * object is tracked is told from outside.
 */
@NullMarked
package io.syncline.kube.cache;

import org.jspecify.annotations.NullMarked;
