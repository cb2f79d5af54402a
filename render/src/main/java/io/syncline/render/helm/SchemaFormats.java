package io.syncline.render.helm;

import io.syncline.lang.regex.GoRegex;
import io.syncline.lang.semver.Version;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The formats of texts a schema may ask for; one that is not known is met by every text. */
final class SchemaFormats {
  private static final String TIME =
      "(?<h>[01][0-9]|2[0-3]):(?<m>[0-5][0-9]):(?<s>[0-5][0-9]|60)(\\.[0-9]+)?"
          + "([zZ]|[-+]([01][0-9]|2[0-3]):[0-5][0-9])";
  private static final String DURATION =
      "P(?!$)([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?)";
  private static final String LABEL = "[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?";
  private static final String DECIMAL = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  private SchemaFormats() {}

  /** Whether {@code text} has the format; empty when there is no such format. */
  static Optional<Boolean> met(String format, String text) {
    return switch (format) {
      case "regex" -> Optional.of(regex(text));
      case "json-pointer" -> Optional.of(text.matches("(/([^~]|~[01])*)?"));
      case "relative-json-pointer" ->
          Optional.of(text.matches("(0|[1-9][0-9]*)(#|(/([^~]|~[01])*)?)"));
      case "uuid" ->
          Optional.of(text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"));
      case "duration" -> Optional.of(text.matches(DURATION));
      case "period" -> Optional.of(period(text));
      case "ipv4" -> Optional.of(ipv4(text));
      case "ipv6" -> Optional.of(ipv6(text));
      case "hostname" -> Optional.of(hostname(text));
      case "email" -> Optional.of(email(text));
      case "date" -> Optional.of(date(text));
      case "time" -> Optional.of(text.matches(TIME));
      case "date-time" -> Optional.of(moment(text));
      case "uri", "iri" -> Optional.of(uri(text, true));
      case "uri-reference", "iri-reference" -> Optional.of(uri(text, false));
      case "semver" -> Optional.of(semver(text));
      default -> Optional.empty();
    };
  }

  private static boolean regex(String text) {
    try {
      GoRegex.of(text);
      return true;
    } catch (GoRegex.RegexException malformed) {
      return false;
    }
  }

  private static boolean period(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      return false;
    }
    var start = text.substring(0, slash);
    var end = text.substring(slash + 1);
    return start.startsWith("P")
        ? start.matches(DURATION) && moment(end)
        : moment(start) && (end.startsWith("P") ? end.matches(DURATION) : moment(end));
  }

  private static boolean ipv4(String text) {
    return text.matches("(" + DECIMAL + "\\.){3}" + DECIMAL);
  }

  private static boolean ipv6(String text) {
    if (!text.matches("[0-9a-fA-F:.]*") || !text.contains(":")) {
      return false;
    }
    var body = text;
    var groups = 0;
    if (text.contains(".")) {
      var colon = text.lastIndexOf(':');
      if (!ipv4(text.substring(colon + 1))) {
        return false;
      }
      body = text.substring(0, colon + 1) + "0:0";
    }
    var gap = body.indexOf("::");
    if (gap >= 0 && body.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    for (var side : gap < 0 ? new String[] {body} : halves(body, gap)) {
      if (side.isEmpty()) {
        continue;
      }
      for (var group : side.split(":", -1)) {
        if (group.isEmpty() || group.length() > 4) {
          return false;
        }
        groups++;
      }
    }
    return gap < 0 ? groups == 8 : groups < 8;
  }

  private static String[] halves(String text, int gap) {
    return new String[] {text.substring(0, gap), text.substring(gap + 2)};
  }

  private static boolean hostname(String text) {
    var name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return name.length() <= 253 && name.matches(LABEL + "(\\." + LABEL + ")*");
  }

  private static boolean email(String text) {
    var at = text.lastIndexOf('@');
    if (at < 0 || at > 64 || text.length() > 254) {
      return false;
    }
    var local = text.substring(0, at);
    var domain = text.substring(at + 1);
    var named =
        local.length() > 1 && local.startsWith("\"")
            ? !local.substring(1, local.length() - 1).matches(".*[\\\\\"].*")
            : local.matches("[-A-Za-z0-9.!#$%&'*+/=?^_`{|}~]*")
                && !local.startsWith(".")
                && !local.endsWith(".")
                && !local.contains("..");
    if (domain.startsWith("[") && domain.endsWith("]")) {
      var address = domain.substring(1, domain.length() - 1);
      return named && (address.startsWith("IPv6:") ? ipv6(address.substring(5)) : ipv4(address));
    }
    return named && hostname(domain);
  }

  private static boolean date(String text) {
    if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      return false;
    }
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeParseException noSuchDay) {
      return false;
    }
  }

  private static boolean moment(String text) {
    return text.length() >= 20
        && "tT".indexOf(text.charAt(10)) >= 0
        && date(text.substring(0, 10))
        && text.substring(11).matches(TIME);
  }

  private static boolean uri(String text, boolean absolute) {
    try {
      // Go takes blanks and other characters in paths that Java refuses.
      var uri = new URI(text.replaceAll("[ \"<>^`{|}\\\\]", "_"));
      return (!absolute || uri.isAbsolute()) && (absolute || text.indexOf('\\') < 0);
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private static boolean semver(String text) {
    return text.matches("(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*)){2}([-+].*)?")
        && Version.parse(text).isPresent();
  }
}
