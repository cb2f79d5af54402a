/** The JUnit extension, seen from tests that use it. */
@NullMarked
package io.syncline.embedded.junit;

import org.jspecify.annotations.NullMarked;
