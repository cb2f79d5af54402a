/** Tests of the store. */
@NullMarked
package io.syncline.localkube.store;

import org.jspecify.annotations.NullMarked;
