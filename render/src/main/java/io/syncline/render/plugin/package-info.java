/**
 * Sources of config management plugins: which plugin, with which variables, and what its output
 * means.
 *
 * <p>A recorded tree and a request come in, manifests go out. It knows no process: {@link
 * io.syncline.render.Plugins} runs them.
 */
@NullMarked
package io.syncline.render.plugin;

import org.jspecify.annotations.NullMarked;
