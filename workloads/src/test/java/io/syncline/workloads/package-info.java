/** Tests of the simulated workloads: decisions as tables, and whole lives on an API in memory. */
@NullMarked
package io.syncline.workloads;

import org.jspecify.annotations.NullMarked;
