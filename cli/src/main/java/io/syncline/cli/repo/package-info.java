/** {@code syncline repo …} and {@code cluster …}: where manifests come from and go to. */
@NullMarked
package io.syncline.cli.repo;

import org.jspecify.annotations.NullMarked;
