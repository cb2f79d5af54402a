package io.syncline.localkube.rest;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.proto.ProtobufDecoder;
import io.syncline.localkube.proto.ProtobufException;
import io.syncline.localkube.refusal.JsonFault;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests in the syntaxes clients use. */
final class Bodies {
  private static final List<String> ACCEPTED =
      List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
  private static final int SHOWN = 30;
  private static final String TYPE_PROBE =
      "Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind"
          + " string \"json:\\\"kind,omitempty\\\"\" }";

  private Bodies() {}

  /** The object in the body, which should be a {@code kind}. */
  static ObjectTree object(Request request, String kind) {
    return object(request, kind, repeated -> {});
  }

  /**
   * The object in the body, which should be a {@code kind}.
   *
   * @param repeated is told of each key given again
   */
  static ObjectTree object(Request request, String kind, Consumer<String> repeated) {
    var body = request.body();
    return switch (request.contentType()) {
      case "application/vnd.kubernetes.protobuf" -> protobuf(body, kind);
      case "application/yaml" ->
          typed(
              value(body, kind, () -> Yaml.first(text(body), said -> repeated.accept(said))),
              body,
              kind);
      case "application/json" -> typed(json(body, kind, repeated), body, kind);
      default -> {
        // No content type at all is JSON; a broken one is nothing.
        if (!request.header("content-type").isEmpty()) {
          throw Refusal.unsupportedMediaType(ACCEPTED);
        }
        yield typed(json(body, kind, repeated), body, kind);
      }
    };
  }

  private static ObjectTree protobuf(byte[] body, String kind) {
    try {
      return ProtobufDecoder.decode(body, kind);
    } catch (ProtobufException e) {
      throw unrecognized(kind, String.valueOf(e.getMessage()), body);
    }
  }

  /** Text as Kubernetes servers read it: what is no UTF-8 becomes a replacement character. */
  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private interface Parse {
    @Nullable Object run();
  }

  private static @Nullable Object value(byte[] body, String kind, Parse parse) {
    try {
      return Whole.value(body, parse.run());
    } catch (YamlException e) {
      throw unrecognized(kind, "yaml: " + e.getMessage(), body);
    }
  }

  private static @Nullable Object json(byte[] body, String kind, Consumer<String> repeated) {
    try {
      return parsed(body, repeated);
    } catch (Json.SyntaxException e) {
      throw unrecognized(
          kind, "couldn't get version/kind; json parse error: " + JsonFault.of(body), body);
    }
  }

  private static @Nullable Object parsed(byte[] body, Consumer<String> repeated) {
    if (body.length > 0 && body[0] == (byte) 0xef) {
      throw new Json.SyntaxException("a byte order mark is no JSON");
    }
    try {
      return Whole.value(body, Json.parse(body, repeated));
    } catch (Json.SyntaxException e) {
      var readable = text(body).getBytes(StandardCharsets.UTF_8);
      if (Arrays.equals(readable, body)) {
        throw e;
      }
      return Whole.value(readable, Json.parse(readable, repeated));
    }
  }

  /** An object whose kind and version, where given, are texts. */
  private static ObjectTree typed(@Nullable Object value, byte[] body, String kind) {
    var problem =
        switch (value) {
          case null -> "";
          case ObjectTree object -> {
            var field = wrongText(object, "apiVersion");
            yield field.isEmpty() ? wrongText(object, "kind") : field;
          }
          default -> "json: cannot unmarshal " + name(value) + " into " + TYPE_PROBE;
        };
    if (!problem.isEmpty()) {
      throw unrecognized(kind, "couldn't get version/kind; json parse error: " + problem, body);
    }
    return Tree.object(value);
  }

  private static String wrongText(ObjectTree object, String field) {
    var value = object.get(field);
    return value == null || value instanceof String
        ? ""
        : "json: cannot unmarshal "
            + name(value)
            + " into Go struct field ."
            + field
            + " of type string";
  }

  /** The name of a value's type as Go's decoder gives it. */
  static String name(Object value) {
    return switch (value) {
      case String _ -> "string";
      case Boolean _ -> "bool";
      case List<?> _ -> "array";
      case ObjectTree _ -> "object";
      default -> "number";
    };
  }

  /** The refusal of a body that is no object at all. */
  static ApiException unrecognized(String kind, String why, byte[] body) {
    return Refusal.badRequest(
        "the object provided is unrecognized (must be of type "
            + kind
            + "): "
            + why
            + " ("
            + shown(body)
            + ")");
  }

  private static String shown(byte[] body) {
    if (body.length == 0) {
      return "<empty>";
    }
    var cut = body.length > SHOWN ? Arrays.copyOf(body, SHOWN) : body;
    var head = body[0] == '{' ? text(cut) : HexFormat.of().formatHex(cut);
    return body.length > SHOWN ? head + " ..." : head;
  }

  /** The configuration in the body of an apply. */
  static ObjectTree configuration(byte[] body, Consumer<String> repeated) {
    if (body.length > 0 && body[0] == '{') {
      try {
        // Most clients send JSON, which is a kind of YAML that is read much faster.
        var again = new ArrayList<String>();
        if (parsed(body, again::add) instanceof ObjectTree object && again.isEmpty()) {
          return object;
        }
      } catch (Json.SyntaxException e) {
        // YAML in braces, or broken: the reader of YAML decides and finds the words.
        return yaml(body, repeated);
      }
    }
    return yaml(body, repeated);
  }

  private static ObjectTree yaml(byte[] body, Consumer<String> repeated) {
    try {
      return switch (Whole.value(body, Yaml.first(text(body), repeated))) {
        case null -> ObjectTree.EMPTY;
        case ObjectTree object -> object;
        case Object other ->
            throw Refusal.badRequest(
                "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot"
                    + " unmarshal "
                    + name(other)
                    + " into Go value of type map[string]interface {}");
      };
    } catch (YamlException e) {
      throw Refusal.badRequest(
          "error decoding YAML: error converting YAML to JSON: yaml: " + e.getMessage());
    }
  }

  /**
   * Any JSON value in the body.
   *
   * @param repeated is told of each key given again
   */
  static @Nullable Object jsonValue(Request request, Consumer<String> repeated) {
    try {
      return parsed(request.body(), repeated);
    } catch (Json.SyntaxException e) {
      throw Refusal.badRequest("error decoding patch: " + JsonFault.of(request.body()));
    }
  }
}
