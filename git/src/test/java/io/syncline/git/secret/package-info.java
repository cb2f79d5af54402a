/** Tests of what repository Secrets mean; no server is contacted. */
@NullMarked
package io.syncline.git.secret;

import org.jspecify.annotations.NullMarked;
