/**
 * From rendered manifests to what an application wants in its cluster.
 *
 * <p>Manifests and an application come in; the same manifests with namespaces and tracking set,
 * each object once, and warnings about them go out. The package also reads tracking back from live
 * objects. It must not know what is live, and does not compare.
 */
@NullMarked
package io.syncline.engine.target;

import org.jspecify.annotations.NullMarked;
