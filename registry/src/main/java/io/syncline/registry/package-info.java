/**
 * Where sources come from that stand in no Git repository: charts of Helm repositories, artifacts
 * of OCI registries, single files.
 *
 * <p>In: an address, a version or range, and {@link io.syncline.registry.Access}. Out: a version or
 * digest, and a {@link io.syncline.model.source.SourceTree}. Everything fetched is checked against
 * its digest, kept within bounds and shared by all who ask. It must not know applications, Secrets
 * or Git.
 */
@NullMarked
package io.syncline.registry;

import org.jspecify.annotations.NullMarked;
