/**
 * Rendering of folders on the local disk, for the command line and for tests. The one place of this
 * module that reads and writes files.
 *
 * <p>Paths come in, rendered text goes out. Nothing here knows how a source is rendered.
 */
@NullMarked
package io.syncline.render.offline;

import org.jspecify.annotations.NullMarked;
