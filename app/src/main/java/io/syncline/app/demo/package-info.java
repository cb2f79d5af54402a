/**
 * The example teams: their folders become bare repositories whose pushes are told to the server.
 */
@NullMarked
package io.syncline.app.demo;

import org.jspecify.annotations.NullMarked;
