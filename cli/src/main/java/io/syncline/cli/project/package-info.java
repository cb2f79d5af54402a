/** {@code syncline proj …}: projects, in the grammar and output of {@code argocd proj}. */
@NullMarked
package io.syncline.cli.project;

import org.jspecify.annotations.NullMarked;
