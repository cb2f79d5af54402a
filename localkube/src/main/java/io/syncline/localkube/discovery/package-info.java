/**
 * What is served, as clients discover it: groups, versions, resources, OpenAPI.
 *
 * <p>Kinds come in, discovery documents go out. Nothing here knows objects or requests.
 */
@NullMarked
package io.syncline.localkube.discovery;

import org.jspecify.annotations.NullMarked;
