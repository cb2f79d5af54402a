/**
 * The Jsonnet language: lexer, parser, lazy evaluator, standard library, and the texts that values
 * are written as.
 *
 * <p>Text of a program, its external variables and arguments, and a way to read what it imports
 * come in; a value of {@link io.syncline.model.tree} goes out, or an exception with file and line.
 * Work is bounded: a program that runs away ends with an exception and takes nothing with it.
 * Nothing here knows where files come from, applications or Kubernetes.
 */
@NullMarked
package io.syncline.lang.jsonnet;

import org.jspecify.annotations.NullMarked;
