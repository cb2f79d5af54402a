package io.syncline.lang.lua;

/** Classes of bytes in patterns: {@code %a}, {@code [a-z_]}. */
final class CharacterClass {
  private CharacterClass() {}

  /** Where the class that begins at {@code p} ends. */
  static int end(String pattern, int p) {
    var i = p + 1;
    if (pattern.charAt(p) == '%') {
      if (i >= pattern.length()) {
        throw new LuaException("malformed pattern (ends with '%')");
      }
      return i + 1;
    }
    if (pattern.charAt(p) != '[') {
      return i;
    }
    if (i < pattern.length() && pattern.charAt(i) == '^') {
      i++;
    }
    do {
      if (i >= pattern.length()) {
        throw new LuaException("malformed pattern (missing ']')");
      }
      i += pattern.charAt(i) == '%' ? 2 : 1;
    } while (i >= pattern.length() || pattern.charAt(i) != ']');
    return i + 1;
  }

  /** Whether {@code c} is in the set between {@code p} and {@code end}. */
  static boolean set(String pattern, int p, int end, char c) {
    var i = p + 1;
    var wanted = true;
    if (pattern.charAt(i) == '^') {
      wanted = false;
      i++;
    }
    var last = end - 1;
    while (i < last) {
      if (pattern.charAt(i) == '%') {
        if (named(c, pattern.charAt(i + 1))) {
          return wanted;
        }
        i += 2;
      } else if (i + 2 < last && pattern.charAt(i + 1) == '-') {
        if (pattern.charAt(i) <= c && c <= pattern.charAt(i + 2)) {
          return wanted;
        }
        i += 3;
      } else {
        if (pattern.charAt(i) == c) {
          return wanted;
        }
        i++;
      }
    }
    return !wanted;
  }

  /** Whether {@code c} is of the class called {@code name}; a capital turns it round. */
  static boolean named(char c, char name) {
    var letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    var digit = c >= '0' && c <= '9';
    var lower = Character.toLowerCase(name);
    var in =
        switch (lower) {
          case 'a' -> letter;
          case 'd' -> digit;
          case 'l' -> c >= 'a' && c <= 'z';
          case 'u' -> c >= 'A' && c <= 'Z';
          case 'w' -> letter || digit;
          case 's' -> c == ' ' || (c >= 9 && c <= 13);
          case 'c' -> c < 32 || c == 127;
          case 'p' -> c > 32 && c < 127 && !letter && !digit;
          case 'x' -> digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
          case 'z' -> c == 0;
          default -> name == c;
        };
    return "adluwscpxz".indexOf(lower) >= 0 && lower != name ? !in : in;
  }
}
