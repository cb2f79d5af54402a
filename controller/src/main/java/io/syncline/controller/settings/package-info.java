/**
 * What can be set: how often, how many at a time, in which namespace.
 *
 * <p>Plain values; where they come from is decided by who wires the program.
 */
@NullMarked
package io.syncline.controller.settings;

import org.jspecify.annotations.NullMarked;
