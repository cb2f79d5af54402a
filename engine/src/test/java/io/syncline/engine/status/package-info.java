/** Status pieces as stored. */
@NullMarked
package io.syncline.engine.status;

import org.jspecify.annotations.NullMarked;
