package io.syncline.lang.jsonnet;

import java.util.List;
import java.util.function.BiConsumer;

/** Writes values as text. One object makes one text after another. */
final class Writing {
  private final Evaluator evaluator;
  private final StringBuilder out = new StringBuilder();

  Writing(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  private String done() {
    var text = out.toString();
    out.setLength(0);
    return text;
  }

  private Writing put(String text) {
    evaluator.meter().text(text.length());
    out.append(text);
    return this;
  }

  private Object at(ArrayValue array, int i) {
    return evaluator.force(array.at(i));
  }

  private Object at(ObjectValue object, String name) {
    return Indexing.index(evaluator, object, name);
  }

  private static Fault noText(Object value) {
    return new Fault("couldn't manifest " + Values.type(value) + " as text");
  }

  /** {@code value} as JSON on one line. */
  String line(Object value) {
    plain(value, List.of("true", "false", "null"), "[ ]", "{ }");
    return done();
  }

  /** {@code value} as Python writes it. */
  String python(Object value) {
    plain(value, List.of("True", "False", "None"), "[]", "{}");
    return done();
  }

  private void plain(Object value, List<String> words, String noItems, String noFields) {
    evaluator.meter().enter();
    switch (value) {
      case String text -> quote(text);
      case Double number -> put(Values.text(number));
      case Boolean yes -> put(words.get(yes ? 0 : 1));
      case ArrayValue array -> {
        put(array.size() == 0 ? noItems : "[");
        for (var i = 0; i < array.size(); i++) {
          put(i == 0 ? "" : ", ");
          plain(at(array, i), words, noItems, noFields);
        }
        put(array.size() == 0 ? "" : "]");
      }
      case ObjectValue object -> {
        object.check(evaluator);
        var names = object.names(false);
        put(names.isEmpty() ? noFields : "{");
        var first = true;
        for (var name : names) {
          put(first ? "" : ", ");
          quote(name);
          put(": ");
          plain(at(object, name), words, noItems, noFields);
          first = false;
        }
        put(names.isEmpty() ? "" : "}");
      }
      case Callable _ -> throw noText(value);
      default -> put(words.get(2));
    }
    evaluator.meter().leave();
  }

  /** {@code text} as a JSON string. */
  String quoted(String text) {
    quote(text);
    return done();
  }

  private void quote(String text) {
    evaluator.meter().text(text.length());
    out.append('"');
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c >= 0x7f && c <= 0x9f) {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16));
            out.append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** {@code value} as JSON over several lines. */
  String json(Object value, String indent, String newline, String colon) {
    json(value, indent, newline, colon, "");
    return done();
  }

  private void json(Object value, String indent, String newline, String colon, String here) {
    evaluator.meter().enter();
    var deeper = here + indent;
    switch (value) {
      case ArrayValue array -> {
        put("[").put(newline);
        for (var i = 0; i < array.size(); i++) {
          put(i == 0 ? "" : "," + newline).put(deeper);
          json(at(array, i), indent, newline, colon, deeper);
        }
        put(newline).put(here).put("]");
      }
      case ObjectValue object -> {
        object.check(evaluator);
        put("{").put(newline);
        var first = true;
        for (var name : object.names(false)) {
          put(first ? "" : "," + newline).put(deeper);
          quote(name);
          put(colon);
          json(at(object, name), indent, newline, colon, deeper);
          first = false;
        }
        put(newline).put(here).put("}");
      }
      default -> plain(value, List.of("true", "false", "null"), "[ ]", "{ }");
    }
    evaluator.meter().leave();
  }

  /** {@code value} as a YAML document. */
  String yaml(Object value, boolean indentArrays, boolean quoteKeys) {
    yaml(value, new YamlStyle(indentArrays, quoteKeys), "");
    return done();
  }

  private record YamlStyle(boolean indentArrays, boolean quoteKeys) {}

  private static boolean filled(Object value) {
    return value instanceof ArrayValue array && array.size() > 0
        || value instanceof ObjectValue object && !object.names(false).isEmpty();
  }

  private void yaml(Object value, YamlStyle style, String here) {
    evaluator.meter().enter();
    switch (value) {
      case String text when text.endsWith("\n") ->
          put("|\n" + here + "  ")
              .put(text.substring(0, text.length() - 1).replace("\n", "\n" + here + "  "));
      case ArrayValue array when array.size() > 0 -> {
        for (var i = 0; i < array.size(); i++) {
          put(i == 0 ? "-" : "\n" + here + "-");
          var item = at(array, i);
          var deeper = filled(item) ? here + "  " : here;
          put(item instanceof ArrayValue && filled(item) ? "\n" + deeper : " ");
          yaml(item, style, deeper);
        }
      }
      case ObjectValue object when filled(object) -> {
        object.check(evaluator);
        var first = true;
        for (var name : object.names(false)) {
          put(first ? "" : "\n" + here);
          put(style.quoteKeys() || !YamlKeys.plain(name) ? quotedKey(name) : name).put(":");
          first = false;
          var item = at(object, name);
          var inside = item instanceof ObjectValue || style.indentArrays();
          var deeper = filled(item) && inside ? here + "  " : here;
          put(filled(item) ? "\n" + deeper : " ");
          yaml(item, style, deeper);
        }
      }
      default -> plain(value, List.of("true", "false", "null"), "[]", "{}");
    }
    evaluator.meter().leave();
  }

  private String quotedKey(String name) {
    return new Writing(evaluator).quoted(name);
  }

  /** {@code value} as a TOML document. */
  String toml(ObjectValue value, String indent) {
    table(value, "", indent, "");
    return done();
  }

  private boolean section(Object value) {
    if (!(value instanceof ArrayValue array)) {
      return value instanceof ObjectValue;
    }
    for (var i = 0; i < array.size(); i++) {
      if (!(at(array, i) instanceof ObjectValue)) {
        return false;
      }
    }
    return array.size() > 0;
  }

  private String tomlKey(String name) {
    return name.matches("[A-Za-z0-9_-]+") ? name : quotedKey(name);
  }

  private void table(ObjectValue table, String path, String indent, String here) {
    evaluator.meter().enter();
    var names = table.names(false);
    var first = true;
    for (var name : names) {
      if (!section(at(table, name))) {
        put(first ? "" : "\n").put(here).put(tomlKey(name)).put(" = ");
        tomlValue(at(table, name), indent, here, false);
        first = false;
      }
    }
    BiConsumer<ObjectValue, String> head =
        (inner, title) -> {
          put("\n\n").put(here).put(title);
          put(inner.names(false).isEmpty() ? "" : "\n");
        };
    for (var name : names) {
      var whole = path.isEmpty() ? tomlKey(name) : path + "." + tomlKey(name);
      var value = at(table, name);
      if (value instanceof ObjectValue inner) {
        head.accept(inner, "[" + whole + "]");
        table(inner, whole, indent, here + indent);
      } else if (value instanceof ArrayValue array && section(array)) {
        for (var i = 0; i < array.size(); i++) {
          var inner = (ObjectValue) at(array, i);
          head.accept(inner, "[[" + whole + "]]");
          table(inner, whole, indent, here + indent);
        }
      }
    }
    evaluator.meter().leave();
  }

  private void tomlValue(Object value, String indent, String here, boolean inline) {
    evaluator.meter().enter();
    switch (value) {
      case ArrayValue array when array.size() > 0 -> {
        var separator = inline ? " " : "\n";
        put("[" + separator);
        for (var i = 0; i < array.size(); i++) {
          put(i == 0 ? "" : "," + separator).put(inline ? "" : here + indent);
          tomlValue(at(array, i), indent, "", true);
        }
        put(separator).put(inline ? "" : here).put("]");
      }
      case ObjectValue object -> {
        put("{ ");
        var first = true;
        for (var name : object.names(false)) {
          put(first ? "" : ", ").put(tomlKey(name)).put(" = ");
          tomlValue(at(object, name), indent, "", true);
          first = false;
        }
        put(" }");
      }
      case Object other when other == Values.NULL ->
          throw new Fault("tried to manifest null as TOML (expected: no nulls)");
      default -> plain(value, List.of("true", "false", "null"), "[]", "{}");
    }
    evaluator.meter().leave();
  }

  /** {@code value}, in the form of JsonML, as XML. */
  String xml(Object value) {
    element(value);
    return done();
  }

  private void element(Object value) {
    evaluator.meter().enter();
    switch (value) {
      case String text -> put(text);
      case ArrayValue array when array.size() > 0 -> {
        var tag = evaluator.text(at(array, 0));
        put("<").put(tag);
        var from = 1;
        if (array.size() > 1 && at(array, 1) instanceof ObjectValue attributes) {
          from = 2;
          for (var name : attributes.names(false)) {
            put(" ").put(name).put("=\"").put(evaluator.text(at(attributes, name))).put("\"");
          }
        }
        put(">");
        for (var i = from; i < array.size(); i++) {
          element(at(array, i));
        }
        put("</").put(tag).put(">");
      }
      default -> throw new Fault("expected a JSONML value (an array), got " + Values.type(value));
    }
    evaluator.meter().leave();
  }
}
