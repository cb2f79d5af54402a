/**
 * The Common Expression Language as Kubernetes uses it in rules of custom resources: parsing and
 * bounded evaluation over tree values, with the string, list, set, regex, URL and optional
 * functions.
 *
 * <p>Text and values come in, a value goes out. Nothing here knows schemas, objects or requests;
 * types are those the values have.
 */
@NullMarked
package io.syncline.lang.cel;

import org.jspecify.annotations.NullMarked;
