/**
 * The in-process door: {@link io.syncline.localkube.api.LocalApi} over the life cycle of writes.
 *
 * <p>Manifests come in and go out. Nothing here knows HTTP.
 */
@NullMarked
package io.syncline.localkube.inprocess;

import org.jspecify.annotations.NullMarked;
