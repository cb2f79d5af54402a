package io.syncline.lang.jsonnet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Codes and digests, JSON and YAML read. */
final class StdCodes {
  private StdCodes() {}

  static void add(Map<String, Object> all) {
    var digests =
        Map.of(
            "md5",
            "MD5",
            "sha1",
            "SHA-1",
            "sha256",
            "SHA-256",
            "sha512",
            "SHA-512",
            "sha3",
            "SHA3-512");
    digests.forEach(
        (name, algorithm) -> Std.function(all, name + "(s)", a -> digest(a, algorithm)));
    Std.function(all, "base64(input)", StdCodes::base64);
    Std.function(all, "base64Decode(str)", a -> new String(decoded(a), UTF_8));
    Std.function(all, "base64DecodeBytes(str)", a -> bytes(a.meter(), decoded(a)));
    Std.function(all, "encodeUTF8(str)", a -> bytes(a.meter(), a.text(0).getBytes(UTF_8)));
    Std.function(all, "decodeUTF8(arr)", a -> new String(bytes(a, a.array(0)), UTF_8));
    Std.function(all, "parseJson(str)", a -> json(a));
    Std.function(all, "parseYaml(str)", a -> yaml(a));
  }

  private static Object digest(Arguments a, String algorithm) {
    var text = a.text(0);
    a.meter().steps(text.length() / 4);
    try {
      var digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  private static Object base64(Arguments a) {
    var bytes =
        switch (a.value(0)) {
          case String text -> text.getBytes(UTF_8);
          case ArrayValue array -> bytes(a, array);
          default ->
              throw new Fault(
                  "base64 can only base64 encode strings / arrays of single bytes, got "
                      + Values.type(a.value(0)));
        };
    a.meter().text(bytes.length * 4L / 3);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] decoded(Arguments a) {
    var text = a.text(0);
    a.meter().text(text.length());
    try {
      return Base64.getDecoder().decode(text.getBytes(ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new Fault("text is not base64: " + e.getMessage());
    }
  }

  private static byte[] bytes(Arguments a, ArrayValue array) {
    var bytes = new byte[array.size()];
    a.meter().text(bytes.length);
    for (var i = 0; i < bytes.length; i++) {
      if (!(a.evaluator().force(array.at(i)) instanceof Double number)
          || number < 0
          || number > 255
          || number != Math.rint(number)) {
        throw new Fault("item " + i + " of the array is no byte (expected: 0 to 255)");
      }
      bytes[i] = (byte) number.intValue();
    }
    return bytes;
  }

  /** An array of the numbers of {@code bytes}. */
  static ArrayValue bytes(JsonnetBudget meter, byte[] bytes) {
    meter.slots(2L * bytes.length);
    var items = new Object[bytes.length];
    for (var i = 0; i < items.length; i++) {
      items[i] = (double) (bytes[i] & 0xff);
    }
    return new ArrayValue(items);
  }

  private static Object json(Arguments a) {
    a.meter().text(4L * a.text(0).length());
    try {
      return value(a.meter(), Json.parse(a.text(0)));
    } catch (Json.SyntaxException e) {
      throw new Fault("failed to parse JSON: " + e.getMessage());
    }
  }

  private static Object yaml(Arguments a) {
    a.meter().text(4L * a.text(0).length());
    try {
      var documents = new ArrayList<Object>();
      for (var document : Yaml.documents(a.text(0))) {
        documents.add(value(a.meter(), document.value()));
      }
      return switch (documents.size()) {
        case 0 -> Values.NULL;
        case 1 -> documents.getFirst();
        default -> ArrayValue.of(documents);
      };
    } catch (YamlException e) {
      throw new Fault("failed to parse YAML: " + e.problem() + " in line " + e.line());
    }
  }

  private static Object value(JsonnetBudget meter, @Nullable Object tree) {
    meter.slots(2);
    return switch (tree) {
      case null -> Values.NULL;
      case Number number -> Values.number(number.doubleValue());
      case List<?> list -> {
        var items = new ArrayList<Object>();
        list.forEach(item -> items.add(value(meter, item)));
        yield ArrayValue.of(items);
      }
      case ObjectTree object -> {
        var fields = new LinkedHashMap<String, Object>();
        object.forEach((name, field) -> fields.put(name, value(meter, field)));
        yield ObjectValue.of(fields);
      }
      default -> tree;
    };
  }
}
