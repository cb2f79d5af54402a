/**
 * What people say about the automation of one application, and what automatic sync does then: it is
 * held, it waits for other applications, it gives way to a newer commit.
 *
 * <p>Applications, comparisons and the time come in; decisions with their reasons go out. It must
 * not know how anything is carried out or who is told.
 */
@NullMarked
package io.syncline.engine.automation;

import org.jspecify.annotations.NullMarked;
