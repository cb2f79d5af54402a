/**
 * Apply, replace and create with the outcomes kubectl has: the last-applied annotation, three-way
 * patches and the words it prints.
 *
 * <p>A {@link io.syncline.kube.Cluster} and a manifest come in, one write goes out. Why an object
 * is written, and in which order, is decided above.
 */
@NullMarked
package io.syncline.kube.apply;

import org.jspecify.annotations.NullMarked;
