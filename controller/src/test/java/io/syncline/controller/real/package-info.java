/**
 * A real kube-apiserver under the tests of the controller. In: the programs that {@code
 * scripts/kube-apiserver} has. Out: a {@link io.syncline.localkube.api.LocalApi} on that server,
 * with the few controllers a bare API server lacks. Knows no controller of ours.
 */
@NullMarked
package io.syncline.controller.real;

import org.jspecify.annotations.NullMarked;
