/**
 * Config management plugins as programs of this machine: their definitions in a folder, and their
 * runs, each in a copy of the application's files of its own, under limits.
 *
 * <p>{@link io.syncline.controller.plugin.PluginHost} gives renderers the port they know. This is
 * the only place of the product that writes sources to disk or starts programs for them. It knows
 * neither repositories nor clusters; a login of a repository it is handed goes to plugins that
 * declare to want it, and to no others.
 */
@NullMarked
package io.syncline.controller.plugin;

import org.jspecify.annotations.NullMarked;
