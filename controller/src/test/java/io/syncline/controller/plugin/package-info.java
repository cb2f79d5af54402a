/** Tests of plugins with real programs: scripts of {@code sh}. */
@NullMarked
package io.syncline.controller.plugin;

import org.jspecify.annotations.NullMarked;
