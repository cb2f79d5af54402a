/** Tests over real repositories, made with the {@code git} program in temporary folders. */
@NullMarked
package io.syncline.git;

import org.jspecify.annotations.NullMarked;
