/** Tests of plugin sources, with plugins that are answers written down. */
@NullMarked
package io.syncline.render.plugin;

import org.jspecify.annotations.NullMarked;
