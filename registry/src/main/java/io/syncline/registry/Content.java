package io.syncline.registry;

import io.syncline.model.source.SourceTree;

/**
 * Something fetched.
 *
 * @param version version it has; for an OCI artifact its digest
 * @param digest identity of the content, {@code sha256:…}
 * @param tree its files
 */
public record Content(String version, String digest, SourceTree tree) {}
