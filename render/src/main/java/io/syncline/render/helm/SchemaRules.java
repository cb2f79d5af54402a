package io.syncline.render.helm;

import static io.syncline.render.helm.SchemaFault.quoted;

import io.syncline.lang.regex.GoRegex;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rules of a schema that need nothing but the value: type, choice, format, text, number. */
final class SchemaRules {
  private static final List<String> TYPES =
      List.of("null", "boolean", "number", "integer", "string", "array", "object");

  private SchemaRules() {}

  /** The first rule the value as a whole breaks; no other one counts then. */
  static Optional<String> whole(ObjectTree rules, int draft, @Nullable Object value) {
    var types =
        rules.get("type") instanceof String one ? List.of(one) : Tree.items(rules.get("type"));
    if (!types.isEmpty() && types.stream().noneMatch(t -> is(String.valueOf(t), value))) {
      var wanted =
          types.stream()
              .map(String::valueOf)
              .sorted(Comparator.comparingInt(TYPES::indexOf))
              .toList();
      return Optional.of("got " + type(value) + ", want " + String.join(" or ", wanted));
    }
    if (draft > 4 && rules.containsKey("const") && !same(rules.get("const"), value)) {
      var wanted = rules.get("const");
      return Optional.of(primitive(wanted) ? "value must be " + shown(wanted) : "'const' failed");
    }
    var choices = Tree.items(rules.get("enum"));
    if (rules.containsKey("enum") && choices.stream().noneMatch(e -> same(e, value))) {
      if (!choices.stream().allMatch(SchemaRules::primitive)) {
        return Optional.of("'enum' failed");
      }
      var shown = choices.stream().map(SchemaRules::shown).toList();
      return Optional.of(
          shown.size() == 1
              ? "value must be " + shown.getFirst()
              : "value must be one of " + String.join(", ", shown));
    }
    if (draft < 2019
        && value instanceof String text
        && rules.get("format") instanceof String format
        && !SchemaFormats.met(format, text).orElse(true)) {
      return Optional.of(quoted(text) + " is not valid " + format);
    }
    return Optional.empty();
  }

  private static boolean primitive(@Nullable Object value) {
    return !(value instanceof List<?>) && !(value instanceof java.util.Map<?, ?>);
  }

  private static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case String s -> quoted(s);
      default -> Json.write(value);
    };
  }

  /** Whether two values are equal as JSON: numbers by what they count. */
  static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number left && b instanceof Number right) {
      return decimal(left).compareTo(decimal(right)) == 0;
    }
    return canonical(a).equals(canonical(b));
  }

  private static String canonical(@Nullable Object value) {
    return Json.write(Tree.sorted(Tree.freeze(value)));
  }

  private static boolean is(String type, @Nullable Object value) {
    return type.equals(type(value))
        || type.equals("integer")
            && value instanceof Number n
            && decimal(n).stripTrailingZeros().scale() <= 0;
  }

  private static String type(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String _ -> "string";
      case Boolean _ -> "boolean";
      case Number _ -> "number";
      case List<?> _ -> "array";
      default -> "object";
    };
  }

  static BigDecimal decimal(Number number) {
    return switch (number) {
      case Double d when d.isNaN() || d.isInfinite() -> BigDecimal.ZERO;
      default -> new BigDecimal(number.toString());
    };
  }

  static void text(ObjectTree rules, String text, Consumer<String> fault) {
    var length = text.codePointCount(0, text.length());
    size(rules, "minLength", "maxLength", length, fault);
    if (rules.get("pattern") instanceof String pattern) {
      try {
        if (!GoRegex.of(pattern).matches(text)) {
          fault.accept(quoted(text) + " does not match pattern " + quoted(pattern));
        }
      } catch (GoRegex.RegexException malformed) {
        throw new ChartException(
            "pattern " + pattern + " of the schema is malformed: " + malformed.getMessage(),
            malformed);
      }
    }
  }

  static void size(ObjectTree rules, String low, String high, int size, Consumer<String> fault) {
    if (rules.get(low) instanceof Number least && size < least.doubleValue()) {
      fault.accept(low + ": got " + grouped(size) + ", want " + grouped(least));
    }
    if (rules.get(high) instanceof Number most && size > most.doubleValue()) {
      fault.accept(high + ": got " + grouped(size) + ", want " + grouped(most));
    }
  }

  static void number(ObjectTree rules, Number value, Consumer<String> fault) {
    bound(rules, "minimum", "exclusiveMinimum", value, fault);
    bound(rules, "maximum", "exclusiveMaximum", value, fault);
    if (rules.get("multipleOf") instanceof Number step
        && step.doubleValue() != 0
        && decimal(value).remainder(decimal(step)).signum() != 0) {
      fault.accept("multipleOf: got " + grouped(value) + ", want " + grouped(step));
    }
  }

  private static void bound(
      ObjectTree rules, String open, String exclusive, Number value, Consumer<String> fault) {
    var direction = open.equals("minimum") ? -1 : 1;
    // In draft 4 the exclusive word is a flag beside the other one.
    var flagged = Boolean.TRUE.equals(rules.get(exclusive));
    if (rules.get(open) instanceof Number limit) {
      var order = decimal(value).compareTo(decimal(limit)) * direction;
      if (order > 0 || flagged && order == 0) {
        fault.accept(
            (flagged ? exclusive : open) + ": got " + grouped(value) + ", want " + grouped(limit));
      }
    }
    if (rules.get(exclusive) instanceof Number limit
        && decimal(value).compareTo(decimal(limit)) * direction >= 0) {
      fault.accept(exclusive + ": got " + grouped(value) + ", want " + grouped(limit));
    }
  }

  /** With commas between thousands. */
  private static String grouped(Number number) {
    var format = new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setMaximumFractionDigits(15);
    return format.format(decimal(number));
  }
}
