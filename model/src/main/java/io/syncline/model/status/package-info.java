/** What people look at: sync and health words, conditions, the tree of resources. */
@NullMarked
package io.syncline.model.status;

import org.jspecify.annotations.NullMarked;
