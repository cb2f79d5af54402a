/**
 * What `git` gives and `render` takes: the files of one revision as a value.
 *
 * <p>It knows neither Git nor a disk; implementations stand in the modules that have them.
 */
@NullMarked
package io.syncline.model.source;

import org.jspecify.annotations.NullMarked;
