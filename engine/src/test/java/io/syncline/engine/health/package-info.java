/** What objects look like and how well they then are. */
@NullMarked
package io.syncline.engine.health;

import org.jspecify.annotations.NullMarked;
