/** Plans before they are carried out. */
@NullMarked
package io.syncline.engine.preview;

import org.jspecify.annotations.NullMarked;
