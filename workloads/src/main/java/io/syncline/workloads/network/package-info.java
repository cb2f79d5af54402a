/**
 * The controllers that give services endpoints and addresses, and ingresses an address.
 *
 * <p>An object, a {@link io.syncline.workloads.control.View} and a time come in, a {@link
 * io.syncline.workloads.control.Decision} goes out. Nothing here knows a clock, the API or a
 * thread.
 */
@NullMarked
package io.syncline.workloads.network;

import org.jspecify.annotations.NullMarked;
