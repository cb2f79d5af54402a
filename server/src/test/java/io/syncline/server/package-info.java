/** The server over HTTP, with the embedded Kubernetes below it. */
@NullMarked
package io.syncline.server;

import org.jspecify.annotations.NullMarked;
