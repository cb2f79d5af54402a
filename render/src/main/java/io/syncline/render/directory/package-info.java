/**
 * Plain manifests: the YAML and JSON files of a folder as they stand.
 *
 * <p>A recording tree and a request come in, manifests go out. Nothing here knows other tools.
 */
@NullMarked
package io.syncline.render.directory;

import org.jspecify.annotations.NullMarked;
