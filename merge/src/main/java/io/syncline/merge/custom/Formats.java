package io.syncline.merge.custom;

import io.syncline.merge.value.Timestamps;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** The string formats the API server checks; others hold for every text. */
final class Formats {
  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
  private static final Pattern HOST =
      Pattern.compile(
          "[a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?(\\.[a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)*\\.?");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 =
      Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:]*(\\d+\\.){0,3}\\d*[0-9a-fA-F:]*");
  private static final Pattern DURATION =
      Pattern.compile(
          "[-+]?(0|([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h|d|w)(([0-9]+(\\.[0-9]*)?)(ns|us|µs|ms|s|m|h|d|w))*)");

  private Formats() {}

  static boolean holds(String format, String text) {
    return switch (format) {
      case "date-time" -> Timestamps.parse(text).isPresent();
      case "date" -> isDate(text);
      case "uuid", "uuid3", "uuid4", "uuid5" -> UUID.matcher(text).matches();
      case "email" -> EMAIL.matcher(text).matches();
      case "hostname" -> text.length() <= 255 && HOST.matcher(text).matches();
      case "ipv4" -> IPV4.matcher(text).matches();
      case "ipv6" -> IPV6.matcher(text).matches();
      case "ip" -> IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
      case "cidr" -> isNetwork(text);
      case "uri" -> isUri(text);
      case "byte" -> isBase64(text);
      case "duration" -> DURATION.matcher(text).matches();
      default -> true;
    };
  }

  private static boolean isDate(String text) {
    try {
      return text.length() == LocalDate.parse(text).toString().length();
    } catch (DateTimeException _) {
      return false;
    }
  }

  private static boolean isNetwork(String text) {
    var slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
      return false;
    }
    var address = text.substring(0, slash);
    var bits = Integer.parseInt(text.substring(slash + 1));
    return (IPV4.matcher(address).matches() && bits <= 32)
        || (IPV6.matcher(address).matches() && bits <= 128);
  }

  private static boolean isUri(String text) {
    try {
      return new URI(text).isAbsolute() || text.startsWith("/");
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private static boolean isBase64(String text) {
    return text.length() % 4 == 0 && text.matches("[A-Za-z0-9+/]*={0,2}");
  }
}
