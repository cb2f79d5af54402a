package io.syncline.lang.gotemplate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function templates may call, with the types it takes.
 *
 * @param parameters the type of each parameter; the last one repeats when {@code variadic}
 * @param variadic whether the last parameter takes any number of arguments, also none
 * @param body what it does
 */
public record GoFunction(List<Parameter> parameters, boolean variadic, Body body) {
  /** What a function does with arguments that fit its parameters. */
  @FunctionalInterface
  public interface Body {
    /**
     * The result.
     *
     * @throws CallException when there is none
     */
    @Nullable Object call(@Nullable Object[] arguments);
  }

  /** The type of a parameter: arguments of other types are refused before the call. */
  public enum Parameter {
    ANY("interface {}"),
    STRING("string"),
    INT("int"),
    INT64("int64"),
    UINT32("uint32"),
    FLOAT64("float64"),
    BOOL("bool"),
    MAP("map[string]interface {}"),
    LIST("[]interface {}"),
    TIME("time.Time");

    private final String goName;

    Parameter(String goName) {
      this.goName = goName;
    }

    /** Go's name of the type. */
    public String goName() {
      return goName;
    }

    boolean takesNil() {
      return this == ANY || this == MAP || this == LIST;
    }

    boolean takes(@Nullable Object value) {
      return switch (this) {
        case ANY -> true;
        case STRING -> value instanceof String;
        case INT -> value instanceof Integer || value instanceof Long l && l != l.intValue();
        case INT64 -> value instanceof Long;
        case FLOAT64 -> value instanceof Double;
        case BOOL -> value instanceof Boolean;
        case MAP -> value instanceof java.util.Map<?, ?> && !(value instanceof GoStringMap);
        case LIST -> value instanceof List<?>;
        // Nothing in a template has this type but a literal taken for it.
        case UINT32 -> false;
        case TIME -> value instanceof GoObject object && object.typeName().equals(goName);
      };
    }
  }

  /** Copies the parameters. */
  public GoFunction {
    parameters = List.copyOf(parameters);
  }

  /**
   * A function by its signature in short: types separated by blanks ({@code any string int int64
   * uint32 float64 bool map list time}), {@code ...} behind the last one when it repeats; "" for
   * none.
   */
  public static GoFunction of(String signature, Body body) {
    var variadic = signature.endsWith("...");
    var words = (variadic ? signature.substring(0, signature.length() - 3) : signature).trim();
    var parameters = new ArrayList<Parameter>();
    if (!words.isEmpty()) {
      for (var word : words.split(" ")) {
        parameters.add(Parameter.valueOf(word.toUpperCase(java.util.Locale.ROOT)));
      }
    }
    return new GoFunction(parameters, variadic, body);
  }

  Parameter parameter(int i) {
    return parameters.get(Math.min(i, parameters.size() - 1));
  }
}
