/**
 * Objects as rows of the tables that kubectl prints.
 *
 * <p>Objects, columns and the time come in; cells go out. Nothing here knows requests or stores.
 */
@NullMarked
package io.syncline.localkube.table;

import org.jspecify.annotations.NullMarked;
