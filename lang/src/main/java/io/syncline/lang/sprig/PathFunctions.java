package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.string;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoFunction;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Slash-separated paths and URLs. */
final class PathFunctions {
  private PathFunctions() {}

  static void addTo(Map<String, GoFunction> all) {
    put(all, "Base", GoFunction.of("string", a -> base(string(a[0]))));
    put(all, "Dir", GoFunction.of("string", a -> dir(string(a[0]))));
    put(all, "Clean", GoFunction.of("string", a -> clean(string(a[0]))));
    put(all, "Ext", GoFunction.of("string", a -> extension(string(a[0]))));
    put(all, "IsAbs", GoFunction.of("string", a -> string(a[0]).startsWith("/")));
    all.put("urlParse", GoFunction.of("string", a -> parse(string(a[0]))));
    all.put("urlJoin", GoFunction.of("map", a -> join(DictFunctions.map(a[0]))));
  }

  private static void put(Map<String, GoFunction> all, String name, GoFunction function) {
    all.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), function);
    all.put("os" + name, function);
  }

  static String base(String path) {
    if (path.isEmpty()) {
      return ".";
    }
    var end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return end == 0 ? "/" : path.substring(path.lastIndexOf('/', end - 1) + 1, end);
  }

  private static String dir(String path) {
    return clean(path.substring(0, path.lastIndexOf('/') + 1));
  }

  private static String extension(String path) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    return name.lastIndexOf('.') < 0 ? "" : name.substring(name.lastIndexOf('.'));
  }

  private static String clean(String path) {
    var rooted = path.startsWith("/");
    var parts = new ArrayDeque<String>();
    for (var part : path.split("/")) {
      if (part.equals("..") && !parts.isEmpty() && !"..".equals(parts.peekLast())) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".") && !(part.equals("..") && rooted)) {
        parts.addLast(part);
      }
    }
    var joined = String.join("/", parts);
    return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
  }

  private static Object parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new CallException("unable to parse url: " + e.getReason(), e);
    }
    var authority = or(uri.getRawAuthority());
    var at = authority.lastIndexOf('@');
    var host = authority.substring(at + 1);
    var parts = new TreeMap<String, @Nullable Object>();
    parts.put("scheme", or(uri.getScheme()));
    parts.put("host", host);
    parts.put("hostname", host.replaceFirst(":[0-9]*$", "").replaceFirst("^\\[(.*)]$", "$1"));
    parts.put("path", uri.isOpaque() ? "" : or(uri.getPath()));
    parts.put("query", or(uri.getRawQuery()));
    parts.put("opaque", uri.isOpaque() ? uri.getRawSchemeSpecificPart() : "");
    parts.put("fragment", or(uri.getFragment()));
    parts.put("userinfo", at < 0 ? "" : authority.substring(0, at));
    return parts;
  }

  private static String or(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String join(Map<String, @Nullable Object> parts) {
    var out = new StringBuilder();
    var scheme = text(parts, "scheme");
    if (!scheme.isEmpty()) {
      out.append(scheme).append(':');
    }
    var opaque = text(parts, "opaque");
    var host = text(parts, "host");
    if (!opaque.isEmpty()) {
      out.append(opaque);
    } else {
      var user = text(parts, "userinfo");
      if (!host.isEmpty() || !user.isEmpty()) {
        out.append("//").append(user.isEmpty() ? "" : user + "@").append(host);
      }
      var path = text(parts, "path");
      out.append(!path.isEmpty() && !path.startsWith("/") && !host.isEmpty() ? "/" : "")
          .append(escaped(path, "/$&+,:;=@"));
    }
    var query = text(parts, "query");
    var fragment = text(parts, "fragment");
    return out.append(query.isEmpty() ? "" : "?" + query)
        .append(fragment.isEmpty() ? "" : "#" + escaped(fragment, "/$&+,:;=@?!()*"))
        .toString();
  }

  private static String escaped(String part, String plain) {
    var out = new StringBuilder();
    for (var b : part.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || ("-_.~" + plain).indexOf(c) >= 0)) {
        out.append(c);
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    return out.toString();
  }

  private static String text(Map<String, @Nullable Object> parts, String key) {
    return parts.get(key) == null ? "" : Cast.text(parts.get(key));
  }
}
