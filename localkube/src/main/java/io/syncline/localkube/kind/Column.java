package io.syncline.localkube.kind;

import java.util.Optional;

/**
 * A column of the table of a resource.
 *
 * @param name heading
 * @param type OpenAPI type of the cells, such as {@code string}
 * @param format OpenAPI format, "" for none
 * @param description text for people
 * @param priority 0 always shown, more only in wide tables
 * @param jsonPath for custom resources, where the cell is read
 */
public record Column(
    String name,
    String type,
    String format,
    String description,
    int priority,
    Optional<String> jsonPath) {}
