/**
 * The end of an Application: hooks before, its objects wave by wave, hooks after, finalizers one by
 * one.
 *
 * <p>Each stage is stored in the finalizers before the next begins, so that any process can go on.
 */
@NullMarked
package io.syncline.controller.deletion;

import org.jspecify.annotations.NullMarked;
