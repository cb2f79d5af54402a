/**
 * What {@code argocd-cm} says about kinds, as it is written there, and of it the scripts that judge
 * their health and act on them.
 *
 * <p>The texts of a ConfigMap come in, settings by kind go out. Nothing here runs a script or knows
 * where the texts come from.
 */
@NullMarked
package io.syncline.engine.customization;

import org.jspecify.annotations.NullMarked;
