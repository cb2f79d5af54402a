package io.syncline.render.helm;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.sprig.GoTime;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** TOML to values: tables, lists, strings, numbers, booleans and times. */
final class TomlReader {
  private static final int MAX_DEPTH = 100;
  private static final String WORD_ENDS = ",]}#\n \t";
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern TIME = Pattern.compile("[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?");
  private static final Pattern OFFSET = Pattern.compile("[Zz]|[+-][0-9]{2}:[0-9]{2}");
  private static final Map<String, Integer> RADIXES = Map.of("0x", 16, "0o", 8, "0b", 2);

  private final String text;
  private final TreeMap<String, @Nullable Object> root = new TreeMap<>();

  /** Tables and lists written as values: nothing is added to them later. */
  private final Set<Object> closed = Collections.newSetFromMap(new IdentityHashMap<>());

  private int at;

  private TomlReader(String text) {
    this.text = text.replace("\r\n", "\n");
  }

  /**
   * The table {@code text} describes.
   *
   * @throws CallException when it is no TOML
   */
  static Map<String, @Nullable Object> parse(String text) {
    var reader = new TomlReader(text);
    reader.document();
    return reader.root;
  }

  private CallException fault(String why) {
    var before = text.substring(0, Math.min(at, text.length()));
    var line = 1 + before.chars().filter(c -> c == '\n').count();
    return new CallException("toml: line " + line + ": " + why);
  }

  private boolean end() {
    return at >= text.length();
  }

  private boolean next(String expected) {
    if (text.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  private void blanks() {
    while (!end() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private void comment() {
    blanks();
    if (!end() && text.charAt(at) == '#') {
      var line = text.indexOf('\n', at);
      at = line < 0 ? text.length() : line;
    }
  }

  /** Blanks, line breaks and comments. */
  private void space() {
    comment();
    while (next("\n")) {
      comment();
    }
  }

  private void document() {
    Map<String, @Nullable Object> here = root;
    space();
    while (!end()) {
      if (next("[[")) {
        here = appended(header("]]"));
      } else if (next("[")) {
        here = opened(header("]"));
      } else {
        entry(here, 0);
      }
      comment();
      if (!end() && !next("\n")) {
        throw fault("expected the end of the line, but got '" + text.charAt(at) + "'");
      }
      space();
    }
  }

  private List<String> header(String close) {
    var path = path();
    if (!next(close)) {
      throw fault("expected '" + close + "' behind the name of a table");
    }
    return path;
  }

  private List<String> path() {
    var path = new ArrayList<String>();
    do {
      blanks();
      path.add(key());
      blanks();
    } while (next("."));
    return path;
  }

  private String key() {
    if (!end() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      return string();
    }
    var begin = at;
    while (!end()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_-".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    if (at == begin) {
      throw fault("expected a key");
    }
    return text.substring(begin, at);
  }

  private void entry(Map<String, @Nullable Object> table, int depth) {
    var path = path();
    if (!next("=")) {
      throw fault("expected '=' behind key '" + String.join(".", path) + "'");
    }
    var owner = table;
    for (var step : path.subList(0, path.size() - 1)) {
      owner = step(owner, step);
    }
    if (owner.containsKey(path.getLast())) {
      throw fault("key '" + String.join(".", path) + "' has already been defined");
    }
    owner.put(path.getLast(), value(depth));
  }

  private Map<String, @Nullable Object> step(Map<String, @Nullable Object> table, String key) {
    if (!table.containsKey(key)) {
      table.put(key, new TreeMap<String, @Nullable Object>());
    }
    var existing = table.get(key);
    var inner =
        existing instanceof List<?> list && !closed.contains(list) && !list.isEmpty()
            ? list.getLast()
            : existing;
    return Values.table(inner)
        .filter(found -> !closed.contains(found))
        .orElseThrow(() -> fault("key '" + key + "' has already been defined"));
  }

  private Map<String, @Nullable Object> opened(List<String> path) {
    Map<String, @Nullable Object> here = root;
    for (var step : path) {
      here = step(here, step);
    }
    return here;
  }

  private Map<String, @Nullable Object> appended(List<String> path) {
    var owner = opened(path.subList(0, path.size() - 1));
    var existing = owner.get(path.getLast());
    if (existing != null && (!(existing instanceof List<?>) || closed.contains(existing))) {
      throw fault("key '" + path.getLast() + "' has already been defined");
    }
    var items =
        new ArrayList<@Nullable Object>(existing instanceof List<?> list ? list : List.of());
    var table = new TreeMap<String, @Nullable Object>();
    items.add(table);
    owner.put(path.getLast(), items);
    return table;
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw fault("value nested deeper than " + MAX_DEPTH + " levels");
    }
    blanks();
    if (end()) {
      throw fault("expected a value");
    }
    return switch (text.charAt(at)) {
      case '"', '\'' -> string();
      case '[' -> list(depth);
      case '{' -> table(depth);
      default -> word();
    };
  }

  private Object list(int depth) {
    at++;
    var items = new ArrayList<@Nullable Object>();
    for (space(); !next("]"); space()) {
      items.add(value(depth + 1));
      space();
      if (!next(",") && (end() || text.charAt(at) != ']')) {
        throw fault("expected ',' or ']' in a list");
      }
    }
    closed.add(items);
    return items;
  }

  private Object table(int depth) {
    at++;
    var table = new TreeMap<String, @Nullable Object>();
    for (space(); !next("}"); space()) {
      entry(table, depth + 1);
      space();
      if (!next(",") && (end() || text.charAt(at) != '}')) {
        throw fault("expected ',' or '}' in an inline table");
      }
    }
    closed.add(table);
    return table;
  }

  private String string() {
    for (var quotes : List.of("\"\"\"", "'''")) {
      if (next(quotes)) {
        next("\n");
        return body(quotes, true);
      }
    }
    at++;
    return body(text.substring(at - 1, at), false);
  }

  private String body(String close, boolean lines) {
    var out = new StringBuilder();
    while (!next(close)) {
      if (end() || !lines && text.charAt(at) == '\n') {
        throw fault("string has no end");
      }
      var c = text.charAt(at++);
      if (c == '\\' && close.startsWith("\"")) {
        escape(out, lines);
      } else {
        out.append(c);
      }
    }
    // Up to two quotes may stand right before the closing three.
    for (var i = 0; lines && i < 2 && next(close.substring(0, 1)); i++) {
      out.append(close.charAt(0));
    }
    return out.toString();
  }

  private void escape(StringBuilder out, boolean lines) {
    if (end()) {
      throw fault("string has no end");
    }
    var c = text.charAt(at++);
    var simple = "btnfre\"\\".indexOf(c);
    if (simple >= 0) {
      out.append("\b\t\n\f\r\u001b\"\\".charAt(simple));
    } else if (c == 'u' || c == 'U') {
      var length = c == 'u' ? 4 : 8;
      var digits = text.substring(at, Math.min(text.length(), at + length));
      if (!digits.matches("[0-9a-fA-F]{" + length + "}") || Long.parseLong(digits, 16) > 0x10ffff) {
        throw fault("invalid escape '\\" + c + digits + "'");
      }
      at += length;
      out.appendCodePoint(Integer.parseInt(digits, 16));
    } else if (lines && Character.isWhitespace(c)) {
      while (!end() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    } else {
      throw fault("invalid escape '\\" + c + "'");
    }
  }

  private String untilEnd() {
    var begin = at;
    while (!end() && WORD_ENDS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(begin, at);
  }

  private Object word() {
    var word = untilEnd();
    if (word.equals("true") || word.equals("false")) {
      return word.equals("true");
    }
    // Date and time may stand apart.
    if (DATE.matcher(word).matches()
        && at + 1 < text.length()
        && text.charAt(at) == ' '
        && Character.isDigit(text.charAt(at + 1))) {
      at++;
      word += "T" + untilEnd();
    }
    try {
      var timed = TIME.matcher(word).matches() || DATE.matcher(word).lookingAt();
      return timed ? time(word) : number(word);
    } catch (DateTimeException | NumberFormatException e) {
      throw fault("expected a value, but got '" + word + "'");
    }
  }

  private static Object number(String word) {
    var plain = word.replaceAll("(?<=[0-9a-fA-F])_(?=[0-9a-fA-F])", "");
    if (plain.matches("[+-]?(inf|nan)")) {
      return plain.endsWith("nan")
          ? Double.NaN
          : plain.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    var radix = RADIXES.get(plain.substring(0, Math.min(2, plain.length())));
    if (radix != null) {
      return Long.parseLong(plain.substring(2), radix);
    }
    if (plain.matches("[+-]?(0|[1-9][0-9]*)")) {
      return Long.parseLong(plain);
    }
    if (plain.matches("[+-]?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
      return Double.parseDouble(plain);
    }
    throw new NumberFormatException(word);
  }

  /** Without an offset the zone is called as Helm's reader calls it. */
  private static Object time(String word) {
    if (TIME.matcher(word).matches()) {
      var time = LocalDate.of(0, 1, 1).atTime(LocalTime.parse(word));
      return new GoTime(ZonedDateTime.of(time, ZoneOffset.UTC), "time-local");
    }
    var date = LocalDate.parse(word.substring(0, 10));
    if (word.length() == 10) {
      return new GoTime(date.atStartOfDay(ZoneOffset.UTC), "date-local");
    }
    var rest = word.substring(11);
    var offset = OFFSET.matcher(rest);
    if (!offset.find()) {
      var time = date.atTime(LocalTime.parse(rest));
      return new GoTime(ZonedDateTime.of(time, ZoneOffset.UTC), "datetime-local");
    }
    var clock = LocalTime.parse(rest.substring(0, offset.start()));
    var zone = ZoneOffset.of(offset.group().toUpperCase(Locale.ROOT));
    return GoTime.of(OffsetDateTime.of(date, clock, zone).toZonedDateTime());
  }
}
