/**
 * The command line: the grammar of {@code argocd}, and verbs of our own.
 *
 * <p>Words come in, text and an exit code go out. It talks to the API server over HTTP and knows
 * nothing of the modules that run there; commands that work without a server are handed in.
 */
@NullMarked
package io.syncline.cli;

import org.jspecify.annotations.NullMarked;
