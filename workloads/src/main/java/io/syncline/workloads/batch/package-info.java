/**
 * The controllers of {@code batch/v1}: Job and CronJob, with the cron language the latter needs.
 *
 * <p>An object, a {@link io.syncline.workloads.control.View} and a time come in, a {@link
 * io.syncline.workloads.control.Decision} goes out. Nothing here knows a clock, the API or a
 * thread.
 */
@NullMarked
package io.syncline.workloads.batch;

import org.jspecify.annotations.NullMarked;
