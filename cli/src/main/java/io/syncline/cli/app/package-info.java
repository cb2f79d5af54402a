/**
 * {@code syncline app …}: applications, in the grammar and output of {@code argocd app} (semantics
 * 32.4). {@code AppView} and its neighbours turn JSON into text and are pure; commands fetch, print
 * and wait.
 */
@NullMarked
package io.syncline.cli.app;

import org.jspecify.annotations.NullMarked;
