/** What is told of Applications, and how often. */
@NullMarked
package io.syncline.controller.status;

import org.jspecify.annotations.NullMarked;
