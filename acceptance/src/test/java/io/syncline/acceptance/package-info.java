/** The rules of the house and the built product as its users run it. */
@NullMarked
package io.syncline.acceptance;

import org.jspecify.annotations.NullMarked;
