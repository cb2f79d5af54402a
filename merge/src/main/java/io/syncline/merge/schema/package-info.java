/**
 * The one algebra in which types are described: structs, lists, maps, scalars and values of which
 * nothing is known. Built-in kinds, custom resource definitions and unknown kinds all come out as a
 * {@link io.syncline.merge.schema.Schema}; patches, server-side apply, defaults and normalisation
 * read nothing else. It must not know where a description came from.
 */
@NullMarked
package io.syncline.merge.schema;

import org.jspecify.annotations.NullMarked;
