/** Keys in every form, hosts in every spelling. */
@NullMarked
package io.syncline.outbound;

import org.jspecify.annotations.NullMarked;
