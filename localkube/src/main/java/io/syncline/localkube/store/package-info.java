/**
 * The objects of the embedded Kubernetes, their one revision counter and the history of changes.
 *
 * <p>Writes come in as keys with expected revisions and trees; durable revisions and changes in
 * commit order go out. Nothing here knows what a kind is, what HTTP is, or which writes are
 * permitted.
 */
@NullMarked
package io.syncline.localkube.store;

import org.jspecify.annotations.NullMarked;
