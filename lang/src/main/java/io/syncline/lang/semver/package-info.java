/**
 * Semantic versions and the ranges Helm and Argo CD write.
 *
 * <p>Texts go in, comparisons come out. Rules are those of Go's Masterminds/semver: partial
 * versions, wildcards, and pre-releases only where a range asks for one.
 */
@NullMarked
package io.syncline.lang.semver;

import org.jspecify.annotations.NullMarked;
