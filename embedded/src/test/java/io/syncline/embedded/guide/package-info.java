/** The example of docs/guides/embedded-kube.md, so that it cannot rot. */
@NullMarked
package io.syncline.embedded.guide;

import org.jspecify.annotations.NullMarked;
