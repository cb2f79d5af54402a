/**
 * How objects are made, changed and deleted: the life cycle every write goes through, whether it
 * comes over HTTP, from inside the process or from a controller.
 *
 * <p>Bodies and options come in; durable objects or refusals go out. Nothing here knows HTTP.
 */
@NullMarked
package io.syncline.localkube.write;

import org.jspecify.annotations.NullMarked;
