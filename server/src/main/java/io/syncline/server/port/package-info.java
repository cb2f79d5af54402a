/**
 * What the server is told and what it asks others: settings at start, and the port through which
 * the controller, which it does not know, tells of applications.
 */
@NullMarked
package io.syncline.server.port;

import org.jspecify.annotations.NullMarked;
