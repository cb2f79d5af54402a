/**
 * The group {@code cluster}: destination clusters registered with the server.
 *
 * <p>In: flags, a kubeconfig. Out: an account in the cluster to add, requests to the server,
 * tables. Knows nothing of how the server reaches clusters.
 */
@NullMarked
package io.syncline.cli.cluster;

import org.jspecify.annotations.NullMarked;
