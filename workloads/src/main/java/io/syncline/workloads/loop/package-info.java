/**
 * The shell around the controllers: it keeps a copy of the objects they look at ({@link
 * io.syncline.workloads.loop.Mirror}), asks them when something changed or a time has come, never
 * twice at once about one object, and carries out what they answer ({@link
 * io.syncline.workloads.loop.ControlLoop}).
 *
 * <p>Change events of the API come in, writes go out. Nothing here knows what any controller does.
 */
@NullMarked
package io.syncline.workloads.loop;

import org.jspecify.annotations.NullMarked;
