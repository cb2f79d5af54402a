/** What a benchmark is and what it is given: the words all benchmarks share. */
@NullMarked
package io.syncline.bench.plan;

import org.jspecify.annotations.NullMarked;
