@NullMarked
package io.syncline.lang.regex;

import org.jspecify.annotations.NullMarked;
