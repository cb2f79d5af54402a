/**
 * Benchmarks of what is live: how much memory it takes to hold a cluster, how fast the tree of an
 * application follows it.
 *
 * <p>Clusters of hundreds of thousands of objects come from a server that makes them up when it is
 * asked, so that the figures are those of the client. Nothing here knows repositories.
 */
@NullMarked
package io.syncline.bench.live;

import org.jspecify.annotations.NullMarked;
