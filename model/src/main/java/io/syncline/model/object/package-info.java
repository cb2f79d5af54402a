/**
 * What a Kubernetes object is to Syncline: an immutable tree with a key.
 *
 * <p>Trees come in; keys, names, labels and changed copies go out. Nothing here knows which kinds
 * exist, where an object was read, or how it is compared.
 */
@NullMarked
package io.syncline.model.object;

import org.jspecify.annotations.NullMarked;
