/** How answers look: tables that align, and JSON, YAML and names where a list is printed. */
@NullMarked
package io.syncline.cli.output;

import org.jspecify.annotations.NullMarked;
