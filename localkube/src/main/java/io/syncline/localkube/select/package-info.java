/**
 * Label and field selectors as clients write them in queries.
 *
 * <p>Texts come in, predicates over objects go out. Nothing here knows requests or stores.
 */
@NullMarked
package io.syncline.localkube.select;

import org.jspecify.annotations.NullMarked;
