package io.syncline.lang.gotemplate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The functions every Go template has. */
final class Builtins {
  static final GoFunction AND = GoFunction.of("any any...", Builtins::last);
  static final GoFunction OR = GoFunction.of("any any...", Builtins::last);
  static final Map<String, GoFunction> FUNCTIONS = functions();

  private Builtins() {}

  private static Map<String, GoFunction> functions() {
    var all = new TreeMap<String, GoFunction>();
    all.put("and", AND);
    all.put("or", OR);
    all.put("not", GoFunction.of("any", a -> !GoFormat.truth(a[0])));
    all.put("len", GoFunction.of("any", a -> length(a[0])));
    all.put(
        "index", GoFunction.of("any any...", a -> index(a[0], Arrays.copyOfRange(a, 1, a.length))));
    all.put(
        "slice", GoFunction.of("any any...", a -> slice(a[0], Arrays.copyOfRange(a, 1, a.length))));
    all.put("call", GoFunction.of("any any...", Builtins::call));
    all.put("print", GoFunction.of("any...", GoPrintf::sprint));
    all.put("println", GoFunction.of("any...", GoPrintf::sprintln));
    all.put(
        "printf",
        GoFunction.of(
            "string any...",
            a -> GoPrintf.sprintf(String.valueOf(a[0]), Arrays.copyOfRange(a, 1, a.length))));
    all.put("html", GoFunction.of("any...", a -> html(joined(a))));
    all.put("js", GoFunction.of("any...", a -> js(joined(a))));
    all.put("urlquery", GoFunction.of("any...", a -> queryEscape(joined(a))));
    all.put("eq", GoFunction.of("any any...", Comparison::equalToAny));
    all.put("ne", GoFunction.of("any any", a -> !Comparison.equal(a[0], a[1])));
    all.put("lt", GoFunction.of("any any", a -> Comparison.less(a[0], a[1])));
    all.put(
        "le",
        GoFunction.of("any any", a -> Comparison.less(a[0], a[1]) || Comparison.equal(a[0], a[1])));
    all.put(
        "gt",
        GoFunction.of(
            "any any", a -> !Comparison.less(a[0], a[1]) && !Comparison.equal(a[0], a[1])));
    all.put("ge", GoFunction.of("any any", a -> !Comparison.less(a[0], a[1])));
    return Collections.unmodifiableMap(all);
  }

  private static @Nullable Object last(@Nullable Object[] arguments) {
    return arguments[arguments.length - 1];
  }

  private static String joined(@Nullable Object[] arguments) {
    var shown = new @Nullable Object[arguments.length];
    for (var i = 0; i < shown.length; i++) {
      shown[i] = arguments[i] == null ? "<no value>" : arguments[i];
    }
    return GoPrintf.sprint(shown);
  }

  private static Object length(@Nullable Object value) {
    return switch (value) {
      case null -> throw new CallException("len of nil pointer");
      case String s -> s.getBytes(StandardCharsets.UTF_8).length;
      case Map<?, ?> map -> map.size();
      case List<?> list -> list.size();
      case byte[] bytes -> bytes.length;
      default -> throw new CallException("len of type " + GoFormat.typeName(value));
    };
  }

  private static @Nullable Object index(@Nullable Object value, @Nullable Object[] keys) {
    if (value == null) {
      throw new CallException("index of untyped nil");
    }
    Object here = value;
    for (var key : keys) {
      here =
          switch (here) {
            case null -> throw new CallException("index of nil pointer");
            case Map<?, ?> map -> {
              if (!(key instanceof String)) {
                throw new CallException(
                    key == null
                        ? "value is nil; should be of type string"
                        : "value has type " + GoFormat.typeName(key) + "; should be string");
              }
              var found = map.get(key);
              yield found == null && map instanceof GoStringMap ? "" : found;
            }
            case List<?> list -> list.get(place(key, list.size(), false));
            case byte[] bytes -> bytes[place(key, bytes.length, false)] & 0xff;
            case String s -> {
              var bytes = s.getBytes(StandardCharsets.UTF_8);
              yield bytes[place(key, bytes.length, false)] & 0xff;
            }
            default ->
                throw new CallException("can't index item of type " + GoFormat.typeName(here));
          };
    }
    return here;
  }

  private static int place(@Nullable Object key, int size, boolean end) {
    return switch (key) {
      case null -> throw new CallException("cannot index slice/array with nil");
      case Integer i -> place((long) i, size, end);
      case Long l -> place(l.longValue(), size, end);
      default ->
          throw new CallException("cannot index slice/array with type " + GoFormat.typeName(key));
    };
  }

  private static int place(long key, int size, boolean end) {
    if (key < 0 || key > size || key == size && !end) {
      throw new CallException("index out of range: " + key);
    }
    return (int) key;
  }

  private static Object slice(@Nullable Object value, @Nullable Object[] keys) {
    if (value == null) {
      throw new CallException("slice of untyped nil");
    }
    if (keys.length > 3) {
      throw new CallException("too many slice indexes: " + keys.length);
    }
    if (keys.length == 3 && value instanceof String) {
      throw new CallException("cannot 3-index slice a string");
    }
    var bytes = value instanceof String s ? s.getBytes(StandardCharsets.UTF_8) : null;
    var list = value instanceof List<?> l ? l : null;
    if (bytes == null && list == null) {
      throw new CallException("can't slice item of type " + GoFormat.typeName(value));
    }
    var size = bytes != null ? bytes.length : java.util.Objects.requireNonNull(list).size();
    var from = keys.length > 0 ? place(keys[0], size, true) : 0;
    var to = keys.length > 1 ? place(keys[1], size, true) : size;
    if (from > to) {
      throw new CallException("invalid slice index: " + from + " > " + to);
    }
    if (bytes != null) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    var part = java.util.Objects.requireNonNull(list).subList(from, to);
    return list instanceof GoStrings
        ? new GoStrings(part.stream().map(String::valueOf).toList())
        : part;
  }

  private static @Nullable Object call(@Nullable Object[] arguments) {
    if (arguments[0] == null) {
      throw new CallException("call of nil");
    }
    if (!(arguments[0] instanceof GoFunction function)) {
      throw new CallException(
          "non-function "
              + GoFormat.text(arguments[0])
              + " of type "
              + GoFormat.typeName(arguments[0]));
    }
    return function.body().call(Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private static String html(String text) {
    var out = new StringBuilder(text.length());
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '\0' -> out.append('\uFFFD');
        case '"' -> out.append("&#34;");
        case '\'' -> out.append("&#39;");
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  private static String js(String text) {
    var out = new StringBuilder(text.length());
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\'' -> out.append("\\'");
        case '"' -> out.append("\\\"");
        case '<', '>', '&', '=' -> out.append(String.format("\\u%04X", (int) c));
        default -> {
          if (c < 0x20 || Character.getType(c) == Character.CONTROL) {
            out.append(String.format("\\u%04X", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }

  private static String queryEscape(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
