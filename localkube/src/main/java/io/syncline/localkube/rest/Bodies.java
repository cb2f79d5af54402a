package io.syncline.localkube.rest;

import io.syncline.localkube.proto.ProtobufDecoder;
import io.syncline.localkube.proto.ProtobufException;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests in the syntaxes clients use. */
final class Bodies {
  private static final List<String> ACCEPTED =
      List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");

  private Bodies() {}

  /** The object in the body. */
  static ObjectTree object(Request request) {
    return switch (request.contentType()) {
      case "application/vnd.kubernetes.protobuf" -> protobuf(request.body());
      case "application/yaml", "application/x-yaml", "text/yaml" -> yaml(request.body());
      case "application/json", "", "text/plain", "application/x-www-form-urlencoded" ->
          json(request.body());
      default -> throw Refusal.unsupportedMediaType(request.contentType(), ACCEPTED);
    };
  }

  private static ObjectTree protobuf(byte[] body) {
    try {
      return ProtobufDecoder.decode(body);
    } catch (ProtobufException e) {
      throw Refusal.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /** The object in a YAML or JSON body. */
  static ObjectTree yaml(byte[] body) {
    try {
      return Yaml.parseObject(Yaml.decode(body));
    } catch (YamlException e) {
      throw Refusal.badRequest("error decoding YAML: " + e.getMessage());
    }
  }

  private static ObjectTree json(byte[] body) {
    try {
      return Json.parseObject(body);
    } catch (Json.SyntaxException e) {
      throw Refusal.badRequest(
          "the object provided is unrecognized (must be of type JSON): " + e.getMessage());
    }
  }

  /** Any JSON value in the body. */
  static @Nullable Object jsonValue(Request request) {
    try {
      return Json.parse(request.body());
    } catch (Json.SyntaxException e) {
      throw Refusal.badRequest("error decoding patch: " + e.getMessage());
    }
  }
}
