package io.syncline.bench.live;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text with places, as {@link String#format} knows them, read once: thousands of objects are made
 * of it in a second, and they are not what is to be measured.
 */
final class Template {
  private static final Pattern PLACE = Pattern.compile("%(\\d)\\$(?:0(\\d+))?([sdx])");

  private final List<Part> parts = new ArrayList<>();

  /**
   * Text and the place behind it.
   *
   * @param text as written
   * @param place number of the argument, from 1; 0 for none
   * @param width least width, filled up with zeros
   * @param hexadecimal how a number is written
   */
  private record Part(String text, int place, int width, boolean hexadecimal) {}

  private Template() {}

  /** Reads {@code text}, whose places look like {@code %1$s}, {@code %2$05d} or {@code %3$012x}. */
  static Template of(String text) {
    var template = new Template();
    var matcher = PLACE.matcher(text);
    var end = 0;
    while (matcher.find()) {
      var width = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
      template.parts.add(
          new Part(
              text.substring(end, matcher.start()),
              Integer.parseInt(matcher.group(1)),
              width,
              matcher.group(3).equals("x")));
      end = matcher.end();
    }
    template.parts.add(new Part(text.substring(end), 0, 0, false));
    return template;
  }

  /** The text with {@code values} in its places. */
  String fill(Object... values) {
    var text = new StringBuilder(2048);
    for (var part : parts) {
      text.append(part.text());
      if (part.place() > 0) {
        append(text, part, values[part.place() - 1]);
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Part part, Object value) {
    var written =
        part.hexadecimal() && value instanceof Number number
            ? Long.toHexString(number.longValue())
            : String.valueOf(value);
    text.repeat('0', Math.max(0, part.width() - written.length())).append(written);
  }
}
