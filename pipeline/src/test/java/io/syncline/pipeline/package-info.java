/** Tests over texts byte by byte, and over real repositories in temporary folders. */
@NullMarked
package io.syncline.pipeline;

import org.jspecify.annotations.NullMarked;
