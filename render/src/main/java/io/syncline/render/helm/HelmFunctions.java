package io.syncline.render.helm;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoData;
import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.lang.gotemplate.GoNil;
import io.syncline.lang.sprig.EncodingFunctions;
import io.syncline.model.tree.Json;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The functions Helm adds to sprig's, but for those that call templates. */
final class HelmFunctions {
  private HelmFunctions() {}

  static void addTo(Map<String, GoFunction> all) {
    all.remove("env");
    all.remove("expandenv");
    all.put("toYaml", GoFunction.of("any", a -> quiet(() -> yaml(a[0]))));
    all.put("mustToYaml", GoFunction.of("any", a -> yaml(a[0])));
    all.put("toYamlPretty", GoFunction.of("any", a -> quiet(() -> IndentedYaml.of(yaml(a[0])))));
    all.put(
        "fromYaml", GoFunction.of("string", a -> object(() -> decodeYaml(text(a[0])), YAML_FAULT)));
    all.put(
        "fromYamlArray",
        GoFunction.of("string", a -> array(() -> decodeYaml(text(a[0])), YAML_FAULT)));
    all.put(
        "fromJson",
        GoFunction.of("string", a -> object(() -> EncodingFunctions.decode(text(a[0])), "")));
    all.put(
        "fromJsonArray",
        GoFunction.of("string", a -> array(() -> EncodingFunctions.decode(text(a[0])), "")));
    all.put("toJson", GoFunction.of("any", a -> quiet(() -> EncodingFunctions.json(a[0], false))));
    all.put("toToml", GoFunction.of("any", a -> Toml.write(a[0])));
    all.put("mustToToml", GoFunction.of("any", a -> Toml.write(a[0])));
    all.put(
        "fromToml", GoFunction.of("string", a -> object(() -> TomlReader.parse(text(a[0])), "")));
    // A cluster is never asked: the result depends on the files alone.
    all.put(
        "lookup",
        GoFunction.of("string string string string", a -> new TreeMap<String, @Nullable Object>()));
    all.put("getHostByName", GoFunction.of("string", a -> ""));
  }

  private static final String YAML_FAULT = "error unmarshaling JSON: while decoding JSON: ";

  private interface Decoding {
    @Nullable Object run();
  }

  private interface Encoding {
    String run();
  }

  private static String text(@Nullable Object value) {
    return value instanceof String s ? s : "";
  }

  private static String quiet(Encoding encoding) {
    try {
      return encoding.run();
    } catch (CallException noForm) {
      return "";
    }
  }

  /** {@code value} as YAML without the last line break. */
  static String yaml(@Nullable Object value) {
    if (value instanceof String s && s.indexOf('\n') >= 0) {
      // A text of several lines stands indented even at the root, as under a key.
      return yaml(Map.of("k", s)).substring("k: ".length());
    }
    var text = Yaml.writeInOrder(wholeNumbers(GoData.plain(value)));
    var whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    // So do the further lines of a long one.
    return value instanceof String ? whole.replace("\n", "\n  ") : whole;
  }

  /** Helm's encoder goes through JSON, where a whole float is an integer. */
  private static @Nullable Object wholeNumbers(@Nullable Object value) {
    return switch (value) {
      case Double d when d == Math.rint(d) && Math.abs(d) < 0x1p63 ->
          (Object) new BigDecimal(Json.number(d)).longValue();
      case Map<?, ?> map -> {
        var table = Values.table(map).orElseThrow();
        var copy = new LinkedHashMap<String, @Nullable Object>();
        KeyOrder.sorted(table.keySet()).forEach(k -> copy.put(k, wholeNumbers(table.get(k))));
        yield copy;
      }
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>(list.size());
        list.forEach(item -> copy.add(wholeNumbers(item)));
        yield copy;
      }
      case null, default -> value;
    };
  }

  private static @Nullable Object decodeYaml(String text) {
    try {
      var documents = Yaml.documents(text);
      return documents.isEmpty() ? null : GoData.decoded(documents.getFirst().value());
    } catch (YamlException e) {
      throw new CallException("error converting YAML to JSON: yaml: " + e.getMessage(), e);
    }
  }

  /** A decoded object; a fault becomes its only entry. */
  private static Object object(Decoding decoding, String prefix) {
    var result = new TreeMap<String, @Nullable Object>();
    try {
      var value = decoding.run();
      if (value == null) {
        // A null of JSON makes the map nil; one of YAML leaves it empty.
        return prefix.isEmpty() ? GoNil.MAP : result;
      }
      var table = Values.table(value);
      if (table.isEmpty()) {
        throw new CallException(
            prefix
                + "json: cannot unmarshal "
                + kind(value)
                + " into Go value of type map[string]interface {}");
      }
      result.putAll(table.get());
    } catch (CallException e) {
      result.clear();
      result.put("Error", String.valueOf(e.getMessage()));
    }
    return result;
  }

  private static Object array(Decoding decoding, String prefix) {
    try {
      var value = decoding.run();
      if (value == null) {
        return prefix.isEmpty() ? GoNil.LIST : List.of();
      }
      if (value instanceof List<?> list) {
        return list;
      }
      return List.of(
          prefix
              + "json: cannot unmarshal "
              + kind(value)
              + " into Go value of type []interface {}");
    } catch (CallException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static String kind(Object value) {
    return switch (value) {
      case Map<?, ?> _ -> "object";
      case List<?> _ -> "array";
      case Number _ -> "number";
      case Boolean _ -> "bool";
      default -> "string";
    };
  }
}
