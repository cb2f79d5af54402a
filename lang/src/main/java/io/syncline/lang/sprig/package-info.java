/**
 * The sprig functions Helm charts and Argo CD templates count on.
 *
 * <p>Values of the template language go in and out. Time and chance come in through {@link
 * io.syncline.lang.sprig.Environment}: the same environment gives the same text. No function sees
 * the process, the network or the disk; {@code env} and {@code expandenv} give "".
 */
@NullMarked
package io.syncline.lang.sprig;

import org.jspecify.annotations.NullMarked;
