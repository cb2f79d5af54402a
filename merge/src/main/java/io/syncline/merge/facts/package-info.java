/**
 * What is known about the built-in kinds of Kubernetes 1.32, read once from two resource files:
 * names, verbs, subresources, table columns, immutable fields, defaults and the schema of every
 * field. Facts go out as records and {@link io.syncline.merge.schema.Schema}; nothing here merges,
 * defaults or judges an object.
 */
@NullMarked
package io.syncline.merge.facts;

import org.jspecify.annotations.NullMarked;
