/**
 * Cron expressions of five fields: an expression and a time go in, the next time comes out. The
 * clock belongs to the caller.
 */
@NullMarked
package io.syncline.lang.cron;

import org.jspecify.annotations.NullMarked;
