/** Tests of Helm rendering, most of them against Helm itself. */
@NullMarked
package io.syncline.render.helm;

import org.jspecify.annotations.NullMarked;
