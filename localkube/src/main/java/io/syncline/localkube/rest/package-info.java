/**
 * The Kubernetes API over requests and replies: routing, content types, lists, watches, patches,
 * subresources, discovery.
 *
 * <p>A {@link io.syncline.localkube.rest.Request} comes in, a {@link
 * io.syncline.localkube.rest.Reply} goes out. Nothing here knows sockets or a web server.
 */
@NullMarked
package io.syncline.localkube.rest;

import org.jspecify.annotations.NullMarked;
