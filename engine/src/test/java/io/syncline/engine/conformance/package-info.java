/** Runs public conformance cases, where they are at hand, against the engine. */
@NullMarked
package io.syncline.engine.conformance;

import org.jspecify.annotations.NullMarked;
