/**
 * Which resources are served: the built-in ones from the facts of Kubernetes 1.32 and the custom
 * ones from the CustomResourceDefinitions of a state.
 *
 * <p>Facts and definitions come in, descriptions of resources go out. Nothing here reads or writes
 * objects of those resources or knows HTTP.
 */
@NullMarked
package io.syncline.localkube.kind;

import org.jspecify.annotations.NullMarked;
