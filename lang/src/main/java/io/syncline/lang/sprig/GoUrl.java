package io.syncline.lang.sprig;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A URL taken apart and put together as Go's {@code net/url} does it. */
final class GoUrl {
  /** Signs that stand for themselves, by part of the URL, besides letters, digits and -_.~ */
  private static final String IN_HOST = "!$&'()*+,;=:[]<>\"";

  private static final String IN_PATH = "$&+,/:;=@";
  private static final String IN_FRAGMENT = "$&+,/:;=?@!()*";
  private static final String IN_USER = "$&+,;=";

  private final String whole;
  private String scheme = "";
  private String opaque = "";
  private String user = "";
  private String host = "";
  private String path = "";
  private String query = "";
  private String fragment = "";

  private GoUrl(String whole) {
    this.whole = whole;
  }

  /** Its parts by sprig's names. */
  static Object parts(String url) {
    GoUrl parsed;
    try {
      parsed = parse(url);
    } catch (CallException e) {
      throw new CallException("unable to parse url: " + e.getMessage(), e);
    }
    var parts = new TreeMap<String, @Nullable Object>();
    parts.put("scheme", parsed.scheme);
    parts.put("host", parsed.host);
    parts.put("hostname", hostname(parsed.host));
    parts.put("path", parsed.path);
    parts.put("query", parsed.query);
    parts.put("opaque", parsed.opaque);
    parts.put("fragment", parsed.fragment);
    parts.put("userinfo", parsed.user);
    return parts;
  }

  /** A URL out of the parts by sprig's names. */
  static String join(Map<String, @Nullable Object> parts) {
    var url = new GoUrl("");
    url.scheme = text(parts, "scheme");
    url.host = text(parts, "host");
    url.path = text(parts, "path");
    url.query = text(parts, "query");
    url.opaque = text(parts, "opaque");
    url.fragment = text(parts, "fragment");
    var user = text(parts, "userinfo");
    if (!user.isEmpty()) {
      try {
        url.user = parse("proto://" + user + "@host").user;
      } catch (CallException e) {
        throw new CallException("unable to parse userinfo in dict: " + e.getMessage(), e);
      }
    }
    return url.text();
  }

  private static String text(Map<String, @Nullable Object> parts, String key) {
    if (!parts.containsKey(key)) {
      return "";
    }
    if (parts.get(key) instanceof String s) {
      return s;
    }
    throw new CallException(
        "unable to parse "
            + key
            + " key, must be of type string, but "
            + GoFormat.kindName(parts.get(key))
            + " found");
  }

  private static GoUrl parse(String raw) {
    var hash = raw.indexOf('#');
    var url = new GoUrl(hash < 0 ? raw : raw.substring(0, hash));
    url.read();
    if (hash >= 0) {
      url.fragment = new GoUrl(raw).unescaped(raw.substring(hash + 1), "");
    }
    return url;
  }

  private CallException fault(String why) {
    return new CallException("parse " + GoFormat.quote(whole) + ": " + why);
  }

  private void read() {
    if (whole.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw fault("net/url: invalid control character in URL");
    }
    if (whole.equals("*")) {
      path = "*";
      return;
    }
    var rest = whole.substring(schemeLength());
    var mark = rest.indexOf('?');
    if (mark >= 0) {
      query = rest.substring(mark + 1);
      rest = rest.substring(0, mark);
    }
    if (!rest.startsWith("/")) {
      if (!scheme.isEmpty()) {
        opaque = rest;
        return;
      }
      if (rest.split("/", 2)[0].contains(":")) {
        throw fault("first path segment in URL cannot contain colon");
      }
    }
    if (rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"))) {
      var slash = rest.indexOf('/', 2);
      authority(slash < 0 ? rest.substring(2) : rest.substring(2, slash));
      rest = slash < 0 ? "" : rest.substring(slash);
    }
    path = unescaped(rest, "");
  }

  /** Takes the scheme; where the rest begins. */
  private int schemeLength() {
    for (var i = 0; i < whole.length(); i++) {
      var c = whole.charAt(i);
      if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
        continue;
      }
      if (c == ':') {
        if (i == 0) {
          throw fault("missing protocol scheme");
        }
        scheme = whole.substring(0, i).toLowerCase(Locale.ROOT);
        return i + 1;
      }
      if (i == 0 || !(c >= '0' && c <= '9' || "+-.".indexOf(c) >= 0)) {
        return 0;
      }
    }
    return 0;
  }

  private void authority(String authority) {
    var at = authority.lastIndexOf('@');
    host = host(authority.substring(at + 1));
    if (at < 0) {
      return;
    }
    var login = authority.substring(0, at);
    if (!login.matches("[A-Za-z0-9\\-._:~!$&'()*+,;=%@]*")) {
      throw fault("net/url: invalid userinfo");
    }
    var colon = login.indexOf(':');
    user =
        escaped(unescaped(colon < 0 ? login : login.substring(0, colon), ""), IN_USER)
            + (colon < 0 ? "" : ":" + escaped(unescaped(login.substring(colon + 1), ""), IN_USER));
  }

  private String host(String text) {
    var bracket = text.startsWith("[") ? text.lastIndexOf(']') : -1;
    if (text.startsWith("[") && bracket < 0) {
      throw fault("missing ']' in host");
    }
    var colon = bracket >= 0 ? bracket + 1 : text.lastIndexOf(':');
    var port = colon < 0 ? "" : text.substring(colon);
    if (!port.matches("|:[0-9]*")) {
      throw fault("invalid port " + GoFormat.quote(port) + " after host");
    }
    return unescaped(text, IN_HOST);
  }

  private static String hostname(String host) {
    var name = host.matches(".*:[0-9]*") ? host.substring(0, host.lastIndexOf(':')) : host;
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  /**
   * {@code text} with its {@code %xx} read.
   *
   * @param plain the only signs that may stand there, "" for any
   */
  private String unescaped(String text, String plain) {
    var out = new ByteArrayOutputStream(text.length());
    for (var i = 0; i < text.length(); ) {
      var c = text.codePointAt(i);
      if (c == '%') {
        var three = text.substring(i, Math.min(text.length(), i + 3));
        if (!three.matches("%[0-9a-fA-F]{2}")) {
          throw fault("invalid URL escape " + GoFormat.quote(three));
        }
        var value = Integer.parseInt(three.substring(1), 16);
        if (!plain.isEmpty() && value < 0x80 && !three.equals("%25")) {
          throw fault("invalid URL escape " + GoFormat.quote(three));
        }
        out.write(value);
        i += 3;
        continue;
      }
      if (!plain.isEmpty() && c < 0x80 && !stands(c, plain)) {
        throw fault("invalid character " + GoFormat.quote(Character.toString(c)) + " in host name");
      }
      out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      i += Character.charCount(c);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static boolean stands(int c, String plain) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "-_.~".indexOf(c) >= 0
        || plain.indexOf(c) >= 0;
  }

  private static String escaped(String part, String plain) {
    var out = new StringBuilder();
    for (var b : part.getBytes(StandardCharsets.UTF_8)) {
      var c = b & 0xff;
      if (stands(c, plain)) {
        out.append((char) c);
      } else {
        out.append(String.format("%%%02X", c));
      }
    }
    return out.toString();
  }

  private String text() {
    var out = new StringBuilder(scheme.isEmpty() ? "" : scheme + ":");
    if (!opaque.isEmpty()) {
      out.append(opaque);
    } else {
      if (!host.isEmpty() || !user.isEmpty() || !scheme.isEmpty() && !path.isEmpty()) {
        out.append("//").append(user.isEmpty() ? "" : user + "@").append(escaped(host, IN_HOST));
      }
      if (!path.isEmpty() && !path.startsWith("/") && !host.isEmpty()) {
        out.append('/');
      }
      if (out.isEmpty() && path.split("/", 2)[0].contains(":")) {
        out.append("./");
      }
      out.append(path.equals("*") ? path : escaped(path, IN_PATH));
    }
    return out.append(query.isEmpty() ? "" : "?" + query)
        .append(fragment.isEmpty() ? "" : "#" + escaped(fragment, IN_FRAGMENT))
        .toString();
  }
}
