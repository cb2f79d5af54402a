package io.syncline.pipeline;

/**
 * One place that names an image.
 *
 * @param file path in the repository
 * @param line counted from 1
 * @param document place of the YAML document in the file, counted from 1
 * @param field where in the document, such as {@code spec.template.spec.containers.0.image}
 * @param old the whole image before
 * @param now the whole image after
 */
public record ImageChange(
    String file, int line, int document, String field, String old, String now) {}
