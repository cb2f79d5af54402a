package io.syncline.localkube.proto;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns Kubernetes protobuf into trees. */
public final class ProtobufDecoder {
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int DEEPEST = 200;

  private ProtobufDecoder() {}

  /**
   * The object in {@code body}: four magic bytes and an envelope that names its kind.
   *
   * @param expected the kind of an envelope that names none
   * @throws ProtobufException when the bytes are something else or of an unknown kind
   */
  public static ObjectTree decode(byte[] body, String expected) {
    if (body.length == 0) {
      throw new ProtobufException("empty data");
    }
    if (body.length < 4 || !Arrays.equals(body, 0, 4, MAGIC, 0, 4)) {
      throw new ProtobufException(
          "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
    }
    if (body.length == 4) {
      throw new ProtobufException("empty body");
    }
    var envelope = new Wire(Arrays.copyOfRange(body, 4, body.length));
    var apiVersion = "";
    var kind = "";
    var raw = new byte[0];
    for (var number = envelope.next(); number != 0; number = envelope.next()) {
      switch (number) {
        case 1 -> {
          var meta = envelope.message();
          for (var field = meta.next(); field != 0; field = meta.next()) {
            switch (field) {
              case 1 -> apiVersion = meta.text();
              case 2 -> kind = meta.text();
              default -> meta.skip();
            }
          }
        }
        case 2 -> raw = envelope.bytes();
        default -> envelope.skip();
      }
    }
    var version = apiVersion;
    var name = kind.isEmpty() ? expected : kind;
    var struct =
        Messages.ALL
            .root(version, name)
            .orElseThrow(
                () ->
                    new ProtobufException(
                        "no kind \""
                            + name
                            + "\" is registered for version \""
                            + version
                            + "\" in protobuf (send JSON)"));
    return message(struct, new Wire(raw), 0).with("apiVersion", apiVersion).with("kind", name);
  }

  private static ObjectTree message(String struct, Wire wire, int depth) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    read(struct, wire, fields, depth);
    return ObjectTree.copyOf(fields);
  }

  private static void read(
      String struct, Wire wire, Map<String, @Nullable Object> into, int depth) {
    if (depth > DEEPEST) {
      throw new ProtobufException("protobuf body is nested too deep");
    }
    var message =
        Messages.ALL
            .message(struct)
            .orElseThrow(() -> new ProtobufException("protobuf type " + struct + " is not known"));
    for (var number = wire.next(); number != 0; number = wire.next()) {
      var field = message.fields().get(number);
      if (field == null) {
        wire.skip();
      } else if (field.name().isEmpty()) {
        read(field.type(), wire.message(), into, depth + 1);
      } else {
        field(field, wire, into, depth);
      }
    }
  }

  private static void field(
      Messages.Field field, Wire wire, Map<String, @Nullable Object> into, int depth) {
    var type = field.type();
    if (type.startsWith("[]")) {
      var list = new ArrayList<@Nullable Object>(Tree.items(into.get(field.name())));
      var item = type.substring(2);
      if (wire.type() == Wire.BYTES && item.startsWith("int")) {
        var packed = wire.message();
        while (packed.more()) {
          list.add(packed.varint());
        }
      } else {
        list.add(value(item, wire, depth));
      }
      into.put(field.name(), list);
    } else if (type.startsWith("{}")) {
      var map = new LinkedHashMap<String, @Nullable Object>(Tree.object(into.get(field.name())));
      entry(type.substring(2), wire.message(), map, depth);
      into.put(field.name(), ObjectTree.copyOf(map));
    } else {
      into.put(field.name(), value(type, wire, depth));
    }
  }

  private static void entry(String type, Wire wire, Map<String, @Nullable Object> map, int depth) {
    var key = "";
    Object value = null;
    for (var number = wire.next(); number != 0; number = wire.next()) {
      switch (number) {
        case 1 -> key = wire.text();
        case 2 -> value = type.startsWith("[]") ? texts(wire.message()) : value(type, wire, depth);
        default -> wire.skip();
      }
    }
    map.put(key, value == null ? zero(type) : value);
  }

  private static List<Object> texts(Wire wire) {
    var texts = new ArrayList<Object>();
    for (var number = wire.next(); number != 0; number = wire.next()) {
      texts.add(wire.text());
    }
    return texts;
  }

  private static Object zero(String type) {
    return switch (type) {
      case "string", "bytes" -> "";
      case "Quantity" -> "0";
      default -> type.startsWith("[]") ? List.of() : ObjectTree.EMPTY;
    };
  }

  private static @Nullable Object value(String type, Wire wire, int depth) {
    return switch (type) {
      case "string" -> wire.text();
      case "bool" -> wire.varint() != 0;
      case "int64" -> wire.varint();
      case "int32" -> (long) (int) wire.varint();
      case "double" -> number(Double.longBitsToDouble(wire.fixed(8)));
      case "bytes" -> Base64.getEncoder().encodeToString(wire.bytes());
      case "Quantity" -> firstText(wire.message());
      case "Time" -> time(wire.message(), false);
      case "MicroTime" -> time(wire.message(), true);
      case "IntOrString" -> intOrString(wire.message());
      case "RawExtension", "FieldsV1" -> json(wire.message());
      case "Empty" -> {
        wire.skip();
        yield ObjectTree.EMPTY;
      }
      default -> message(type, wire.message(), depth + 1);
    };
  }

  private static Object number(double value) {
    var exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    return exact.scale() <= 0 && exact.precision() - exact.scale() < 18
        ? (Object) exact.longValueExact()
        : (Object) value;
  }

  private static String firstText(Wire wire) {
    var text = "";
    for (var number = wire.next(); number != 0; number = wire.next()) {
      if (number == 1) {
        text = wire.text();
      } else {
        wire.skip();
      }
    }
    return text;
  }

  private static @Nullable Object time(Wire wire, boolean micros) {
    var seconds = 0L;
    var nanos = 0L;
    var present = false;
    for (var number = wire.next(); number != 0; number = wire.next()) {
      present = true;
      switch (number) {
        case 1 -> seconds = wire.varint();
        case 2 -> nanos = wire.varint();
        default -> wire.skip();
      }
    }
    // Go writes its zero time as an empty message.
    if (!present) {
      return null;
    }
    try {
      var instant = Instant.ofEpochSecond(seconds, micros ? nanos / 1_000 * 1_000 : 0);
      return micros
          ? DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
              .format(instant.atOffset(ZoneOffset.UTC))
          : DateTimeFormatter.ISO_INSTANT.format(instant);
    } catch (DateTimeException e) {
      throw new ProtobufException("protobuf body holds a time out of range");
    }
  }

  private static Object intOrString(Wire wire) {
    var isText = false;
    var number = 0L;
    var text = "";
    for (var field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case 1 -> isText = wire.varint() == 1;
        case 2 -> number = (int) wire.varint();
        case 3 -> text = wire.text();
        default -> wire.skip();
      }
    }
    return isText ? (Object) text : (Object) number;
  }

  private static @Nullable Object json(Wire wire) {
    var raw = firstText(wire);
    try {
      return raw.isEmpty() ? null : Json.parse(raw);
    } catch (Json.SyntaxException e) {
      throw new ProtobufException("protobuf body holds a raw value: " + e.getMessage());
    }
  }
}
