/** Tests of the settings. */
@NullMarked
package io.syncline.controller.settings;

import org.jspecify.annotations.NullMarked;
