package io.syncline.server.port;

/**
 * What the API server is told at start.
 *
 * @param namespace namespace of Applications and settings
 * @param version version of this product, such as {@code v0.1.0}
 * @param url where people reach the page, without a slash at the end
 * @param simulated whether the cluster is the embedded one, which the page must say
 */
public record ServerSettings(String namespace, String version, String url, boolean simulated) {}
