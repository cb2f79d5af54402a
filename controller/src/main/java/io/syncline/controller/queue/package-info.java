/**
 * A keyed work queue: each key at most once at a time, what comes in twice runs once, failures come
 * back later and later.
 *
 * <p>Keys come in, calls of one piece of work go out, on virtual threads. What a key is, nobody
 * here knows.
 */
@NullMarked
package io.syncline.controller.queue;

import org.jspecify.annotations.NullMarked;
