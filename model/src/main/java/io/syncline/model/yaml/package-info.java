/**
 * YAML text to tree values and back, as kubectl reads and writes it, and the places of values in
 * the text so that an edit can replace one token and leave every other byte alone.
 */
@NullMarked
package io.syncline.model.yaml;

import org.jspecify.annotations.NullMarked;
