package io.syncline.localkube.rules;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules of addresses and ranges of addresses. */
final class AddressRules {
  private static final Pattern NUMBERS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern GROUPS = Pattern.compile("[0-9a-fA-F:.]+");
  private static final int GROUPS_OF_SIX = 8;

  private AddressRules() {}

  static void address(String field, @Nullable Object value, Causes causes) {
    var text = String.valueOf(value);
    if (!isFour(text) && !isSix(text)) {
      causes.invalid(field, text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }
  }

  /** An address such as {@code 10.0.0.0/8}. */
  static void range(String field, String text, Causes causes) {
    if (!isRange(text)) {
      causes.invalid(
          field, text, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    }
  }

  static boolean isRange(String text) {
    var slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
      return false;
    }
    var bits = Integer.parseInt(text.substring(slash + 1));
    var address = text.substring(0, slash);
    return isFour(address) ? bits <= 32 : isSix(address) && bits <= 128;
  }

  static boolean isFour(String text) {
    if (!NUMBERS.matcher(text).matches()) {
      return false;
    }
    for (var part : text.split("\\.")) {
      if (Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  static boolean isSix(String text) {
    if (!GROUPS.matcher(text).matches() || !text.contains(":")) {
      return false;
    }
    var dot = text.indexOf('.');
    var whole = text;
    if (dot >= 0) {
      var tail = text.lastIndexOf(':') + 1;
      if (!isFour(text.substring(tail))) {
        return false;
      }
      whole = text.substring(0, tail) + "0:0";
    }
    var gap = whole.indexOf("::");
    if (gap < 0) {
      return groups(whole) == GROUPS_OF_SIX;
    }
    var before = groups(whole.substring(0, gap));
    var after = groups(whole.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after < GROUPS_OF_SIX;
  }

  /** How many groups; less than 0 where one is none. */
  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    var groups = text.split(":", -1);
    for (var group : groups) {
      if (group.isEmpty() || group.length() > 4) {
        return Integer.MIN_VALUE;
      }
    }
    return groups.length;
  }
}
