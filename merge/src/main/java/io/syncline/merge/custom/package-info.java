/**
 * Custom kinds: the {@code openAPIV3Schema} of a resource definition as a schema for merging, and
 * the pruning, defaulting and validation the API server does with it. Objects and the definition's
 * schema come in; objects, and lists of what is wrong with them, go out. Rules in CEL ({@code
 * x-kubernetes-validations}) are not evaluated.
 */
@NullMarked
package io.syncline.merge.custom;

import org.jspecify.annotations.NullMarked;
