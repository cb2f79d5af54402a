/** The embedded Kubernetes as others use it. */
@NullMarked
package io.syncline.embedded;

import org.jspecify.annotations.NullMarked;
