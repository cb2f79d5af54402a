/**
 * Pushes told by Git hosts: a payload comes in, the repository it speaks of goes out (semantics
 * 27). It knows nothing of applications.
 */
@NullMarked
package io.syncline.server.webhook;

import org.jspecify.annotations.NullMarked;
