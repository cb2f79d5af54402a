package io.syncline.localkube.api;

/**
 * A served resource: {@code apps/v1/deployments}.
 *
 * @param group API group, "" for core
 * @param version API version
 * @param plural plural name in paths
 */
public record ResourceId(String group, String version, String plural) {}
