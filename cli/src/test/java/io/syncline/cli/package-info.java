/** The command line against a small server that answers recorded JSON. */
@NullMarked
package io.syncline.cli;

import org.jspecify.annotations.NullMarked;
