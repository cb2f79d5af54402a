package io.syncline.localkube.authz;

/**
 * Whether somebody may.
 *
 * @param allowed whether
 * @param reason which binding permits it, or what was missing while looking; "" when there is
 *     nothing to say
 */
public record Decision(boolean allowed, String reason) {}
