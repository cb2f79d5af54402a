/**
 * JSON-shaped data as immutable ordered trees.
 *
 * <p>A tree value is one of {@link io.syncline.model.tree.ObjectTree} (an ordered map with string
 * keys), an unmodifiable {@link java.util.List}, {@link java.lang.String}, {@link
 * java.lang.Boolean}, {@link java.lang.Long}, {@link java.lang.Double}, {@link
 * java.math.BigInteger} or {@code null}. Text comes in through {@link io.syncline.model.tree.Json};
 * nothing here knows what a Kubernetes object is.
 */
@NullMarked
package io.syncline.model.tree;

import org.jspecify.annotations.NullMarked;
