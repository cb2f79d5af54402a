package io.syncline.lang.cel;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Functions of texts, URLs and network addresses. */
final class Texts {
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 =
      Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:]*(\\d+\\.){0,3}\\d*");

  private Texts() {}

  /** An address on the web. */
  record Url(URI uri) {}

  static Optional<Object> call(String name, List<Object> arguments) {
    if (arguments.isEmpty()) {
      return name.equals("optional.none")
          ? Optional.of(new Evaluation.Perhaps(Optional.empty()))
          : Optional.empty();
    }
    return switch (arguments.getFirst()) {
      case Url url -> url(name, url.uri());
      case List<?> list when name.equals("join") -> joined(list, arguments);
      case List<?> list when name.equals("slice") && arguments.size() == 3 ->
          Optional.of(list.subList(place(arguments, 1), place(arguments, 2)));
      case String text -> text(name, text, arguments);
      default -> Optional.empty();
    };
  }

  private static int place(List<Object> arguments, int at) {
    if (arguments.get(at) instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    throw CelException.noOverload();
  }

  private static Optional<Object> joined(List<?> list, List<Object> arguments) {
    var separator = arguments.size() > 1 ? Functions.text(arguments.get(1)) : "";
    return Optional.of(
        list.stream()
            .map(item -> Functions.text(Evaluation.known(item)))
            .collect(Collectors.joining(separator)));
  }

  private static Optional<Object> text(String name, String text, List<Object> arguments) {
    return switch (arguments.size()) {
      case 1 -> alone(name, text);
      default ->
          arguments.get(1) instanceof String other
              ? withText(name, text, other, arguments)
              : withPlace(name, text, arguments);
    };
  }

  private static Optional<Object> alone(String name, String text) {
    return switch (name) {
      case "lowerAscii" -> Optional.of(text.toLowerCase(Locale.ROOT));
      case "upperAscii" -> Optional.of(text.toUpperCase(Locale.ROOT));
      case "trim" -> Optional.of(text.strip());
      case "reverse" -> Optional.of(new StringBuilder(text).reverse().toString());
      case "isURL" -> Optional.of(parsed(text).isPresent());
      case "url" ->
          Optional.of(
              new Url(
                  parsed(text)
                      .orElseThrow(
                          () ->
                              CelException.evaluation(
                                  "URL parse error during conversion from string: " + text))));
      case "isIP" -> Optional.of(IPV4.matcher(text).matches() || IPV6.matcher(text).matches());
      case "isCIDR" -> {
        var slash = text.indexOf('/');
        yield Optional.of(
            slash > 0
                && text.substring(slash + 1).matches("[0-9]{1,3}")
                && Boolean.TRUE.equals(alone("isIP", text.substring(0, slash)).orElse(false)));
      }
      default -> Optional.empty();
    };
  }

  private static Optional<URI> parsed(String text) {
    try {
      var uri = new URI(text);
      return uri.isAbsolute() || text.startsWith("/") ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<Object> withText(
      String name, String text, String other, List<Object> arguments) {
    var limit = arguments.size() > 2 && arguments.get(2) instanceof Long n ? n.intValue() : -1;
    return switch (name) {
      case "contains" -> Optional.of(text.contains(other));
      case "startsWith" -> Optional.of(text.startsWith(other));
      case "endsWith" -> Optional.of(text.endsWith(other));
      case "matches" -> Optional.of(Functions.regex(other).matches(text));
      case "find" -> Optional.of(Functions.regex(other).find(text).orElse(""));
      case "findAll" -> Optional.of(Functions.regex(other).findAll(text, limit));
      case "indexOf" -> Optional.of((long) text.indexOf(other, Math.max(0, limit)));
      case "lastIndexOf" -> Optional.of((long) text.lastIndexOf(other));
      case "split" -> Optional.of(split(text, other, limit));
      case "replace" ->
          arguments.size() > 2 && arguments.get(2) instanceof String next
              ? Optional.of(text.replace(other, next))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static List<String> split(String text, String separator, int limit) {
    if (separator.isEmpty()) {
      return text.codePoints().mapToObj(Character::toString).toList();
    }
    var pieces = new ArrayList<String>();
    var from = 0;
    while (limit < 0 || pieces.size() < limit - 1) {
      var at = text.indexOf(separator, from);
      if (at < 0) {
        break;
      }
      pieces.add(text.substring(from, at));
      from = at + separator.length();
    }
    pieces.add(text.substring(from));
    return pieces;
  }

  private static Optional<Object> withPlace(String name, String text, List<Object> arguments) {
    if (name.equals("format") && arguments.get(1) instanceof List<?> values) {
      return Optional.of(formatted(text, values));
    }
    if (!(arguments.get(1) instanceof Long)) {
      return Optional.empty();
    }
    var from = place(arguments, 1);
    try {
      return switch (name) {
        case "charAt" -> Optional.of(from == text.length() ? "" : text.substring(from, from + 1));
        case "substring" ->
            Optional.of(
                arguments.size() > 2
                    ? text.substring(from, place(arguments, 2))
                    : text.substring(from));
        default -> Optional.empty();
      };
    } catch (IndexOutOfBoundsException e) {
      throw CelException.evaluation("index out of range: " + from);
    }
  }

  private static String formatted(String pattern, List<?> values) {
    var out = new StringBuilder();
    var next = 0;
    for (var i = 0; i < pattern.length(); i++) {
      var c = pattern.charAt(i);
      if (c != '%' || i + 1 == pattern.length()) {
        out.append(c);
        continue;
      }
      c = pattern.charAt(++i);
      while (c == '.' || Character.isDigit(c)) {
        if (i + 1 == pattern.length()) {
          throw CelException.evaluation("unrecognized formatting clause");
        }
        c = pattern.charAt(++i);
      }
      if (c == '%') {
        out.append('%');
        continue;
      }
      if (next >= values.size()) {
        throw CelException.evaluation("index " + next + " out of range");
      }
      var value = Evaluation.known(values.get(next++));
      out.append(
          c == 'x' && value instanceof Long number
              ? Long.toHexString(number)
              : Functions.text(value));
    }
    return out.toString();
  }

  private static Optional<Object> url(String name, URI uri) {
    return switch (name) {
      case "getScheme" ->
          Optional.of(String.valueOf(Optional.ofNullable(uri.getScheme()).orElse("")));
      case "getHost" -> Optional.of(Optional.ofNullable(uri.getAuthority()).orElse(""));
      case "getHostname" -> Optional.of(Optional.ofNullable(uri.getHost()).orElse(""));
      case "getPort" -> Optional.of(uri.getPort() < 0 ? "" : Integer.toString(uri.getPort()));
      case "getEscapedPath" -> Optional.of(Optional.ofNullable(uri.getRawPath()).orElse(""));
      case "getQuery" -> {
        var query = new LinkedHashMap<Object, Object>();
        for (var pair : Optional.ofNullable(uri.getQuery()).orElse("").split("&", -1)) {
          var equals = pair.indexOf('=');
          if (!pair.isEmpty()) {
            query.put(
                equals < 0 ? pair : pair.substring(0, equals),
                List.of(equals < 0 ? "" : pair.substring(equals + 1)));
          }
        }
        yield Optional.of(query);
      }
      default -> Optional.empty();
    };
  }
}
