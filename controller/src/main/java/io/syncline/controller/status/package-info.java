/**
 * What is told of an Application: its status as stored, its resource tree, events for people.
 *
 * <p>Comparisons come in, trees ready to be written or shown go out. Nothing here decides.
 */
@NullMarked
package io.syncline.controller.status;

import org.jspecify.annotations.NullMarked;
