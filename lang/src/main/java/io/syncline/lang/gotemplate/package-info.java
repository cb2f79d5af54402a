/**
 * The template language of Go's {@code text/template}: lexer, parser, interpreter, the built-in
 * functions and Go's way of printing values.
 *
 * <p>Template text and data go in, text comes out. Data are {@code null}, {@link
 * java.lang.Boolean}, {@link java.lang.String}, {@link java.lang.Integer} (Go {@code int}), {@link
 * java.lang.Long} ({@code int64}, or an {@code int} too large for 32 bits), {@link
 * java.lang.Double}, {@link java.math.BigInteger}, {@code byte[]}, {@link java.util.Map} with
 * string keys, {@link java.util.List}, {@link io.syncline.lang.gotemplate.GoObject} and {@link
 * io.syncline.lang.gotemplate.GoFunction}. Maps are always walked in key order. Work is bounded by
 * a {@link io.syncline.lang.gotemplate.Budget}. Nothing here knows Helm or Kubernetes.
 */
@NullMarked
package io.syncline.lang.gotemplate;

import org.jspecify.annotations.NullMarked;
