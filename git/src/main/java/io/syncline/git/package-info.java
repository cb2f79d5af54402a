/**
 * Git as values: references, commits and trees of remote repositories without a checkout, and
 * commits pushed without a clone.
 *
 * <p>In: repository URLs, credentials, revisions as users write them, edits as functions. Out:
 * {@link io.syncline.git.RemoteRefs}, commit ids, {@link io.syncline.model.source.SourceTree},
 * {@link io.syncline.git.Commit}; every failure is one {@link io.syncline.git.GitException} with a
 * code. It knows nothing of applications, of rendering or of a cluster.
 */
@NullMarked
package io.syncline.git;

import org.jspecify.annotations.NullMarked;
