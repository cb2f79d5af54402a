/** Courses of sync operations, told and made up at random. */
@NullMarked
package io.syncline.engine.sync;

import org.jspecify.annotations.NullMarked;
