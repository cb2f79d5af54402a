/**
 * The CI half: changes of repositories as functions from the files found to the files wanted.
 *
 * <p>In: a {@link io.syncline.model.source.SourceTree} and what the user asked for. Out: edited
 * files with a report of each changed place, and commits through {@link io.syncline.git.GitSink}.
 * It knows no cluster and no server, and nothing of how its reports are printed.
 */
@NullMarked
package io.syncline.pipeline;

import org.jspecify.annotations.NullMarked;
