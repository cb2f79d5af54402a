/** Tests of what the package of the same name promises. */
@NullMarked
package io.syncline.kube.cache;

import org.jspecify.annotations.NullMarked;
