/**
 * Go's regular expressions (RE2 syntax) on the JDK's engine.
 *
 * <p>Patterns and text go in, matches come out. What RE2 refuses is refused, what the two engines
 * read differently is translated, and a match that backtracks too long is given up.
 */
@NullMarked
package io.syncline.lang.regex;

import org.jspecify.annotations.NullMarked;
