@NullMarked
package io.syncline.lang.gotemplate;

import org.jspecify.annotations.NullMarked;
