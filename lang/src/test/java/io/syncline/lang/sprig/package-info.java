@NullMarked
package io.syncline.lang.sprig;

import org.jspecify.annotations.NullMarked;
