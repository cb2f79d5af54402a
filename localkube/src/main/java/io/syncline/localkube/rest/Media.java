package io.syncline.localkube.rest;

import io.syncline.localkube.refusal.Refusal;
import io.syncline.model.tree.ObjectTree;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a client wants objects, read from its Accept header.
 *
 * @param form how objects are shown
 * @param yaml whether as YAML instead of JSON
 * @param version version of the form, such as {@code v1}
 */
record Media(Form form, boolean yaml, String version) {
  private static final String ACCEPTED =
      "application/json, application/yaml, application/vnd.kubernetes.protobuf";

  static final Media JSON = new Media(Form.OBJECT, false, "v1");

  /** How objects are shown. */
  enum Form {
    OBJECT,
    TABLE,
    METADATA,
    METADATA_LIST,
    DISCOVERY
  }

  /** The first form of the header that can be given. */
  static Media of(Request request) {
    var accept = request.header("accept");
    if (accept.isBlank()) {
      return JSON;
    }
    for (var range : accept.split(",")) {
      var parts = range.split(";", -1);
      var type = parts[0].strip().toLowerCase(Locale.ROOT);
      var parameters = parameters(parts);
      var yaml = type.equals("application/yaml") || type.equals("application/x-yaml");
      if (yaml
          || type.equals("application/json")
          || type.equals("*/*")
          || type.equals("application/*")
          || type.equals("text/*")) {
        var media = form(parameters, yaml);
        if (media != null) {
          return media;
        }
      }
    }
    var shaped = accept.contains("as=");
    throw shaped
        ? Refusal.of(
            406,
            "NotAcceptable",
            "only the following media types are accepted: " + ACCEPTED,
            ObjectTree.EMPTY)
        : Refusal.bare(
            406,
            "NotAcceptable",
            "406: Not Acceptable\n\nAvailable representations: "
                + ACCEPTED
                + ", application/json;stream=watch,"
                + " application/vnd.kubernetes.protobuf;stream=watch");
  }

  private static @Nullable Media form(Map<String, String> parameters, boolean yaml) {
    var version = parameters.getOrDefault("v", "v1");
    return switch (parameters.getOrDefault("as", "")) {
      case "" -> new Media(Form.OBJECT, yaml, version);
      case "Table" -> version.equals("v1") ? new Media(Form.TABLE, yaml, version) : null;
      case "PartialObjectMetadata" -> new Media(Form.METADATA, yaml, version);
      case "PartialObjectMetadataList" -> new Media(Form.METADATA_LIST, yaml, version);
      case "APIGroupDiscoveryList" ->
          version.equals("v2") || version.equals("v2beta1")
              ? new Media(Form.DISCOVERY, yaml, version)
              : null;
      default -> null;
    };
  }

  private static Map<String, String> parameters(String[] parts) {
    var parameters = new LinkedHashMap<String, String>();
    for (var i = 1; i < parts.length; i++) {
      var equals = parts[i].indexOf('=');
      if (equals > 0) {
        parameters.put(
            parts[i].substring(0, equals).strip(), parts[i].substring(equals + 1).strip());
      }
    }
    return parameters;
  }
}
