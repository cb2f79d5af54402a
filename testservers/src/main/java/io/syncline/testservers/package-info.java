/**
 * Servers the product talks to, made small for its tests: Git over HTTP and SSH, Helm repositories,
 * OCI registries, with TLS and logins if wanted. Folders and bytes come in, a URL goes out; each
 * server stands on a port of its own on this machine and remembers what it was asked.
 *
 * <p>For tests only; knows nothing of the product.
 */
@NullMarked
package io.syncline.testservers;

import org.jspecify.annotations.NullMarked;
