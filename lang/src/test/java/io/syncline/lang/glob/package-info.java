@NullMarked
package io.syncline.lang.glob;

import org.jspecify.annotations.NullMarked;
