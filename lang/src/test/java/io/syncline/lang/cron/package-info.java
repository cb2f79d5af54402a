@NullMarked
package io.syncline.lang.cron;

import org.jspecify.annotations.NullMarked;
