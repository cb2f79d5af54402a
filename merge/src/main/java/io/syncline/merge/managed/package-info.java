/**
 * Who owns which field: sets of fields, the merge, comparison and pruning of server-side apply, and
 * the {@code managedFields} list of an object. Objects, a schema, the writer and the time come in;
 * the next object with its {@code managedFields} goes out. Nothing here stores, defaults or
 * validates objects, and nothing here knows the time.
 */
@NullMarked
package io.syncline.merge.managed;

import org.jspecify.annotations.NullMarked;
