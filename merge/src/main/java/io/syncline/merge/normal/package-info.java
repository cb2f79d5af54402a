/**
 * Objects as the API server holds them: unknown fields gone, empty values gone, quantities and
 * times in their one spelling, defaults filled in. An object and its schema come in; the same
 * object in normal form goes out, with the list of what was dropped or wrong. Allocation (cluster
 * IPs, names, times) and admission are not done here.
 */
@NullMarked
package io.syncline.merge.normal;

import org.jspecify.annotations.NullMarked;
