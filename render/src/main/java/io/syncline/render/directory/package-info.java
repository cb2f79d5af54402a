/**
 * Plain manifests: the YAML and JSON files of a folder as they stand, and the Jsonnet files among
 * them evaluated.
 *
 * <p>A recording tree and a request come in, manifests go out. Nothing here knows other tools than
 * Jsonnet.
 */
@NullMarked
package io.syncline.render.directory;

import org.jspecify.annotations.NullMarked;
