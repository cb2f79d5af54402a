/**
 * The Application as people write it: a typed reading of an {@code argoproj.io/v1alpha1}
 * Application.
 *
 * <p>A manifest comes in and stays inside, so that fields nobody here knows survive. Defaults are
 * those of {@code docs/reference}; deciding what to do with an Application is the engine's work.
 */
@NullMarked
package io.syncline.model.application;

import org.jspecify.annotations.NullMarked;
