@NullMarked
package io.syncline.lang.semver;

import org.jspecify.annotations.NullMarked;
