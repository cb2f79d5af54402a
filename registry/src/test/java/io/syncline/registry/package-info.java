/** Helm repositories and an OCI registry on real sockets, and what is fetched from them. */
@NullMarked
package io.syncline.registry;

import org.jspecify.annotations.NullMarked;
