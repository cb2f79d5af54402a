/** What people say about automation. */
@NullMarked
package io.syncline.engine.automation;

import org.jspecify.annotations.NullMarked;
