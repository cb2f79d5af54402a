/**
 * Operations: from the request in an Application's slot to objects in the cluster and the record of
 * what was done.
 *
 * <p>The engine decides each step, this package carries it out and stores how far it got, so that
 * any process can go on from there.
 */
@NullMarked
package io.syncline.controller.sync;

import org.jspecify.annotations.NullMarked;
