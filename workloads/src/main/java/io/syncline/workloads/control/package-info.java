/**
 * The vocabulary of a simulated controller: what it may see ({@link
 * io.syncline.workloads.control.View}), what it may answer ({@link
 * io.syncline.workloads.control.Decision}), and the small rules of Kubernetes that several
 * controllers share (conditions, selectors, owners, percentages, template names).
 *
 * <p>Objects and a time come in; writes and a next time go out. Nothing here reads a clock, calls
 * the API, starts a thread or logs.
 */
@NullMarked
package io.syncline.workloads.control;

import org.jspecify.annotations.NullMarked;
