/** Decisions in time. */
@NullMarked
package io.syncline.engine.schedule;

import org.jspecify.annotations.NullMarked;
