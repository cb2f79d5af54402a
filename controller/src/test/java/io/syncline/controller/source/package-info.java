/** Tests of what sources must satisfy; values only. */
@NullMarked
package io.syncline.controller.source;

import org.jspecify.annotations.NullMarked;
