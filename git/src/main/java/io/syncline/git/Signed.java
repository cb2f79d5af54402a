package io.syncline.git;

import io.syncline.git.signature.Verdict;

/**
 * A commit or an annotated tag with what its signature is worth.
 *
 * @param revision commit id, or name of the tag
 * @param author who made it: {@code Name <mail>}
 * @param verdict what its signature is worth
 */
public record Signed(String revision, String author, Verdict verdict) {}
