/**
 * What Git wants: which commit a revision means now, and which manifests a source of an Application
 * renders to there.
 *
 * <p>One listing serves all Applications of a repository, one render all commits that leave its
 * inputs as they are. Nothing here knows what is live.
 */
@NullMarked
package io.syncline.controller.source;

import org.jspecify.annotations.NullMarked;
