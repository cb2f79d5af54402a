/** Tests of the simulated shell. */
@NullMarked
package io.syncline.workloads.shell;

import org.jspecify.annotations.NullMarked;
