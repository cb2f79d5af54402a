/**
 * HTTP as the resources of the API see it: a call comes in, a tree goes out, problems become
 * answers in one place. Nothing here knows what an Application is.
 */
@NullMarked
package io.syncline.server.http;

import org.jspecify.annotations.NullMarked;
