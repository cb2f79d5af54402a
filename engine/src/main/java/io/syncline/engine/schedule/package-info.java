/**
 * When an application is looked at, and when it syncs by itself.
 *
 * <p>Applications, comparisons, windows and the time come in; decisions go out. It must not know
 * queues, timers or how a sync runs.
 */
@NullMarked
package io.syncline.engine.schedule;

import org.jspecify.annotations.NullMarked;
