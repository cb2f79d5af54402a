/** Tests of what Git hosts tell. */
@NullMarked
package io.syncline.server.webhook;

import org.jspecify.annotations.NullMarked;
