/** The process as a command sees it: streams, environment, exit codes, forms of output. */
@NullMarked
package io.syncline.cli.terminal;

import org.jspecify.annotations.NullMarked;
