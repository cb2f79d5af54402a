package io.syncline.lang.gotemplate;

import org.jspecify.annotations.Nullable;

/** Go's {@code fmt.Sprintf} and its brothers. */
public final class GoPrintf {
  /** What Go takes for a width or precision; anything larger is none. */
  private static final int MAX_WIDTH = 1_000_000;

  private final String format;
  private final @Nullable Object[] arguments;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int next;
  private boolean reordered;
  private boolean goodIndex;

  private GoPrintf(String format, @Nullable Object[] arguments) {
    this.format = format;
    this.arguments = arguments;
  }

  /** {@code format} with its verbs replaced; faults show in the text, as {@code %!d(string=x)}. */
  public static String sprintf(String format, @Nullable Object... arguments) {
    var printf = new GoPrintf(format, arguments);
    printf.run();
    return printf.out.toString();
  }

  /** The operands as {@code print} has them: blanks between two that are not strings. */
  public static String sprint(@Nullable Object... operands) {
    var out = new StringBuilder();
    for (var i = 0; i < operands.length; i++) {
      if (i > 0 && !(operands[i] instanceof String) && !(operands[i - 1] instanceof String)) {
        out.append(' ');
      }
      out.append(GoFormat.text(operands[i]));
    }
    return out.toString();
  }

  /** The operands with blanks between and a line break behind. */
  public static String sprintln(@Nullable Object... operands) {
    var out = new StringBuilder();
    for (var i = 0; i < operands.length; i++) {
      out.append(i > 0 ? " " : "").append(GoFormat.text(operands[i]));
    }
    return out.append('\n').toString();
  }

  private void run() {
    while (at < format.length()) {
      var percent = format.indexOf('%', at);
      if (percent < 0) {
        out.append(format, at, format.length());
        break;
      }
      out.append(format, at, percent);
      at = percent + 1;
      verb();
    }
    if (!reordered && next < arguments.length) {
      out.append("%!(EXTRA ");
      for (var i = next; i < arguments.length; i++) {
        out.append(i > next ? ", " : "").append(GoFormat.typeName(arguments[i]));
        if (arguments[i] != null) {
          out.append('=');
          new GoVerb(out, "", -1, -1).print(arguments[i], 'v');
        }
      }
      out.append(')');
    }
  }

  private void verb() {
    goodIndex = true;
    var flags = new StringBuilder();
    while (at < format.length() && "+-# 0".indexOf(format.charAt(at)) >= 0) {
      flags.append(format.charAt(at++));
    }
    var indexed = index();
    var width = -1;
    if (star()) {
      width = fromArgument("%!(BADWIDTH)");
      if (width < -1) {
        flags.append('-');
        width = -width - 2;
      }
      indexed = false;
    } else {
      width = count();
      goodIndex &= !(indexed && width >= 0);
    }
    var precision = -1;
    if (at < format.length() && format.charAt(at) == '.') {
      at++;
      goodIndex &= !indexed;
      indexed = index();
      if (star()) {
        precision = fromArgument("%!(BADPREC)");
        if (precision < -1) {
          out.append("%!(BADPREC)");
          precision = -1;
        }
        indexed = false;
      } else {
        precision = Math.max(0, count());
      }
    }
    if (!indexed) {
      index();
    }
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    var verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      out.append('%');
    } else if (!goodIndex) {
      out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
    } else if (next >= arguments.length) {
      out.append("%!").appendCodePoint(verb).append("(MISSING)");
    } else {
      new GoVerb(out, flags.toString(), width, precision).print(arguments[next++], verb);
    }
  }

  private boolean star() {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      return true;
    }
    return false;
  }

  /** The next argument as a count; a negative one is given as itself less two, none as -1. */
  private int fromArgument(String fault) {
    if (next < arguments.length) {
      var argument = arguments[next++];
      if ((argument instanceof Integer || argument instanceof Long)
          && Math.abs(((Number) argument).longValue()) <= MAX_WIDTH) {
        var count = ((Number) argument).intValue();
        return count < 0 ? count - 2 : count;
      }
    }
    out.append(fault);
    return -1;
  }

  /** Takes {@code [n]}, which chooses the argument; whether it stood there and was sound. */
  private boolean index() {
    if (at >= format.length() || format.charAt(at) != '[') {
      return false;
    }
    reordered = true;
    var close = format.indexOf(']', at);
    if (format.length() - at < 3 || close < 0) {
      goodIndex = false;
      at++;
      return false;
    }
    var inner = format.substring(at + 1, close);
    at = close + 1;
    if (!inner.matches("[0-9]{1,7}") || Integer.parseInt(inner) > MAX_WIDTH) {
      goodIndex = false;
      return false;
    }
    var chosen = Integer.parseInt(inner) - 1;
    if (chosen < 0 || chosen >= arguments.length) {
      goodIndex = false;
    } else {
      next = chosen;
    }
    return true;
  }

  /** Digits of a width or precision, -1 for none; Go gives up on the format when there are more. */
  private int count() {
    var begin = at;
    var count = 0;
    while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
      count = count * 10 + format.charAt(at) - '0';
      at++;
      if (count > MAX_WIDTH) {
        at = format.length();
        return -1;
      }
    }
    return at == begin ? -1 : count;
  }
}
