/**
 * What objects consume, and the quotas and ranges that limit it: pure functions from objects to
 * amounts and refusals. It knows neither requests nor who writes.
 */
@NullMarked
package io.syncline.localkube.quota;

import org.jspecify.annotations.NullMarked;
