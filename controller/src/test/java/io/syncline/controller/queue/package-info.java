/** What the queue promises, under random orders and real threads. */
@NullMarked
package io.syncline.controller.queue;

import org.jspecify.annotations.NullMarked;
