package io.syncline.model.tree;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compact JSON in UTF-8, put together piece by piece in one growing buffer. Values are spelled as
 * {@link Json#write} spells them. Not safe for several threads.
 */
public final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_ESCAPE = 6;

  private byte[] buffer;
  private int size;

  /** Empty, with room for {@code capacity} bytes; it grows when more come. */
  public JsonBytes(int capacity) {
    buffer = new byte[Math.max(16, capacity)];
  }

  /** Bytes written so far. */
  public int size() {
    return size;
  }

  /** A copy of what was written. */
  public byte[] toArray() {
    return Arrays.copyOf(buffer, size);
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }

  /** Appends {@code bytes} as they are. */
  public JsonBytes raw(byte[] bytes) {
    return raw(bytes, 0, bytes.length);
  }

  /** Appends {@code length} of {@code bytes} from {@code offset} as they are. */
  public JsonBytes raw(byte[] bytes, int offset, int length) {
    ensure(length);
    System.arraycopy(bytes, offset, buffer, size, length);
    size += length;
    return this;
  }

  /** Appends {@code ascii} as it is. */
  public JsonBytes raw(String ascii) {
    var length = ascii.length();
    ensure(length);
    for (var i = 0; i < length; i++) {
      buffer[size++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  private void raw(char ascii) {
    ensure(1);
    buffer[size++] = (byte) ascii;
  }

  /** Appends {@code value} as JSON. */
  public JsonBytes value(@Nullable Object value) {
    switch (value) {
      case null -> raw("null");
      case String text -> text(text);
      case ObjectTree tree -> object(tree);
      case List<?> list -> list(list);
      case Boolean flag -> raw(flag ? "true" : "false");
      case Long number -> raw(Long.toString(number));
      case Double number -> raw(Json.number(number));
      case BigInteger number -> raw(number.toString());
      case Map<?, ?> map -> value(Tree.freeze(map));
      default -> value(Tree.freeze(value));
    }
    return this;
  }

  private void object(ObjectTree tree) {
    raw('{');
    var count = tree.size();
    for (var i = 0; i < count; i++) {
      if (i > 0) {
        raw(',');
      }
      text(tree.keyAt(i));
      raw(':');
      value(tree.valueAt(i));
    }
    raw('}');
  }

  private void list(List<?> list) {
    raw('[');
    var count = list.size();
    for (var i = 0; i < count; i++) {
      if (i > 0) {
        raw(',');
      }
      value(list.get(i));
    }
    raw(']');
  }

  /** Appends {@code text} as a JSON string with its quotes. */
  public JsonBytes text(String text) {
    var length = text.length();
    ensure(length + 2);
    var out = buffer;
    var at = size;
    out[at++] = '"';
    var i = 0;
    for (; i < length; i++) {
      var c = text.charAt(i);
      if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') {
        break;
      }
      out[at++] = (byte) c;
    }
    size = at;
    if (i < length) {
      escaped(text, i);
    }
    raw('"');
    return this;
  }

  private void escaped(String text, int from) {
    var length = text.length();
    for (var i = from; i < length; i++) {
      ensure(LONGEST_ESCAPE);
      var c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> pair(c);
        case '\n' -> pair('n');
        case '\r' -> pair('r');
        case '\t' -> pair('t');
        default -> {
          if (c < 0x20 || c == 0x2028 || c == 0x2029) {
            unicode(c);
          } else if (c < 0x80) {
            buffer[size++] = (byte) c;
          } else if (Character.isHighSurrogate(c)
              && i + 1 < length
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            utf8(Character.toCodePoint(c, text.charAt(++i)));
          } else {
            // Half a surrogate pair has no UTF-8 form.
            utf8(Character.isSurrogate(c) ? '?' : c);
          }
        }
      }
    }
  }

  private void pair(char escaped) {
    buffer[size++] = '\\';
    buffer[size++] = (byte) escaped;
  }

  private void unicode(char c) {
    buffer[size++] = '\\';
    buffer[size++] = 'u';
    for (var shift = 12; shift >= 0; shift -= 4) {
      buffer[size++] = HEX[(c >> shift) & 15];
    }
  }

  private void utf8(int codePoint) {
    if (codePoint < 0x80) {
      buffer[size++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      buffer[size++] = (byte) (0xC0 | codePoint >> 6);
      tail(codePoint);
    } else if (codePoint < 0x10000) {
      buffer[size++] = (byte) (0xE0 | codePoint >> 12);
      tail(codePoint >> 6);
      tail(codePoint);
    } else {
      buffer[size++] = (byte) (0xF0 | codePoint >> 18);
      tail(codePoint >> 12);
      tail(codePoint >> 6);
      tail(codePoint);
    }
  }

  private void tail(int bits) {
    buffer[size++] = (byte) (0x80 | bits & 0x3F);
  }
}
