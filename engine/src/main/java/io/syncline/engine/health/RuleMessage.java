package io.syncline.engine.health;

import io.syncline.model.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a rule says of an object: plain text with places in braces. A place names a field of the
 * object ({@code {status.phase}}), {@code kind} or {@code name}, or a part of the condition that
 * fitted: {@code type}, {@code status}, {@code reason}, {@code message}. Behind a bar stands what
 * is done with it: {@code lower}; {@code or TEXT} when empty; {@code with TEXT}, put before it when
 * not empty; {@code follow TEXT}, put behind it when not empty; {@code after TEXT}, the rest behind
 * that text; {@code before TEXT}, what stands before it.
 */
record RuleMessage(List<Part> parts) {
  /** A piece: fixed text when {@code filters} is empty and {@code fixed}, else a place. */
  record Part(boolean fixed, String text, List<String> filters) {
    /** Copies the list. */
    Part {
      filters = List.copyOf(filters);
    }
  }

  /** Copies the list. */
  RuleMessage {
    parts = List.copyOf(parts);
  }

  static RuleMessage parse(String text) {
    var parts = new ArrayList<Part>();
    var at = 0;
    while (at < text.length()) {
      var open = text.indexOf('{', at);
      var close = open < 0 ? -1 : text.indexOf('}', open);
      if (close < 0) {
        parts.add(new Part(true, text.substring(at), List.of()));
        break;
      }
      if (open > at) {
        parts.add(new Part(true, text.substring(at, open), List.of()));
      }
      var pieces = List.of(text.substring(open + 1, close).split("\\|", -1));
      parts.add(new Part(false, pieces.getFirst(), pieces.subList(1, pieces.size())));
      at = close + 1;
    }
    return new RuleMessage(parts);
  }

  /** The text for {@code live}, of which {@code fitted} made the rule apply. */
  String render(Manifest live, StatusCondition fitted) {
    var out = new StringBuilder();
    for (var part : parts) {
      out.append(part.fixed() ? part.text() : filtered(value(part.text(), live, fitted), part));
    }
    return out.toString();
  }

  private static String value(String place, Manifest live, StatusCondition fitted) {
    return switch (place) {
      case "kind" -> live.kind();
      case "name" -> live.name();
      case "type" -> fitted.type();
      case "status" -> fitted.status();
      case "reason" -> fitted.reason();
      case "message" -> fitted.message();
      default -> String.join(", ", FieldPath.parse(place).texts(live));
    };
  }

  private static String filtered(String value, Part part) {
    var result = value;
    for (var filter : part.filters()) {
      var space = filter.indexOf(' ');
      var word = space < 0 ? filter : filter.substring(0, space);
      var text = space < 0 ? "" : filter.substring(space + 1);
      result =
          switch (word) {
            case "lower" -> result.toLowerCase(Locale.ROOT);
            case "or" -> result.isEmpty() ? text : result;
            case "with" -> result.isEmpty() ? "" : text + result;
            case "follow" -> result.isEmpty() ? "" : result + text;
            case "before" ->
                result.contains(text) ? result.substring(0, result.indexOf(text)) : result;
            case "after" ->
                result.contains(text)
                    ? result.substring(result.indexOf(text) + text.length())
                    : result;
            default -> throw new IllegalStateException("health rule: unknown filter " + filter);
          };
    }
    return result;
  }
}
