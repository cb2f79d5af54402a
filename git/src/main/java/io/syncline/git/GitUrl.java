package io.syncline.git;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Repository URLs as text: their forms, which of them mean the same repository, and redaction. */
public final class GitUrl {
  private static final Pattern SSH = Pattern.compile("^(?:ssh://)?([^/:]*?)@[^@]+$");
  private static final Pattern SSH_SCHEME_WITHOUT_PORT =
      Pattern.compile("^(ssh://(?:[^/]*@)?[^/:@]+):(?!\\d+(?:/|$))/?(.*)$");
  private static final Pattern SCP =
      Pattern.compile("^(?:[^/]+@)?(\\[[^\\]]+\\]|[^/:@]+):(?!//)(.*)$");
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s'\"]+@");

  private GitUrl() {}

  /**
   * One spelling for all that mean the same repository: scp form and {@code ssh://}, with and
   * without {@code .git}, any case. What webhooks and a project's source repositories are compared
   * by; patterns with {@code *} pass through. As Argo CD does, case is dropped from the path too.
   */
  public static String normalise(String url) {
    var text = url.strip().toLowerCase(Locale.ROOT);
    if (isSsh(text)) {
      text = withoutScpColon(text);
    }
    if (text.endsWith(".git")) {
      text = text.substring(0, text.length() - ".git".length());
    }
    return text.startsWith("ssh://") ? text.substring("ssh://".length()) : text;
  }

  /** Whether two URLs mean the same repository. */
  public static boolean same(String left, String right) {
    return normalise(left).equals(normalise(right));
  }

  private static String withoutScpColon(String text) {
    var withScheme = SSH_SCHEME_WITHOUT_PORT.matcher(text);
    if (withScheme.matches()) {
      return withScheme.group(1) + "/" + withScheme.group(2);
    }
    return text.startsWith("ssh://") ? text : "ssh://" + text.replaceFirst(":", "/");
  }

  /**
   * The same repository, kept apart from others on a server that minds the case of paths: the key
   * of a mirror. Scheme and host in lower case; no user, {@code .git} or closing slash.
   */
  static String mirrorKey(String url) {
    var text = openable(url);
    var scheme = text.indexOf("://");
    if (scheme < 0) {
      return text;
    }
    var start = scheme + "://".length();
    var slash = text.indexOf('/', start);
    var authority = slash < 0 ? text.substring(start) : text.substring(start, slash);
    var path = slash < 0 ? "" : text.substring(slash);
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    if (path.endsWith(".git")) {
      path = path.substring(0, path.length() - ".git".length());
    }
    var host = authority.substring(authority.lastIndexOf('@') + 1);
    return (text.substring(0, start) + host).toLowerCase(Locale.ROOT) + path;
  }

  /** {@code url} in a form that says its scheme: scp forms become {@code ssh://}. */
  static String openable(String url) {
    var text = url.strip();
    if (text.contains("://")) {
      var withScheme = SSH_SCHEME_WITHOUT_PORT.matcher(text);
      return withScheme.matches() ? withScheme.group(1) + "/" + withScheme.group(2) : text;
    }
    if (localPath(text).isPresent()) {
      return text;
    }
    var colon = scpColon(text);
    var path = text.substring(colon + 1);
    return "ssh://" + text.substring(0, colon) + (path.startsWith("/") ? "" : "/") + path;
  }

  private static int scpColon(String text) {
    var at = text.lastIndexOf('@');
    var bracket = text.indexOf(']', at);
    return text.indexOf(':', Math.max(bracket, at));
  }

  /**
   * The folder a URL without a host means: {@code file://} and plain paths; empty for the rest. As
   * Git has it, {@code host:path} is no path, {@code ./host:path} is one.
   */
  public static Optional<Path> localPath(String url) {
    var text = url.strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.regionMatches(true, 0, "file://", 0, "file://".length())) {
      return Optional.of(filePath(text));
    }
    return text.contains("://") || SCP.matcher(text).matches()
        ? Optional.empty()
        : Optional.of(Path.of(text));
  }

  private static Path filePath(String url) {
    try {
      var uri = URI.create(url);
      if (uri.getHost() == null && uri.getPath() != null && !uri.getPath().isEmpty()) {
        return Path.of(uri.getPath());
      }
    } catch (IllegalArgumentException notAUri) {
      // Git takes file:// URLs with blanks and other raw characters as well.
      return Path.of(url.substring("file://".length()));
    }
    return Path.of(url.substring("file://".length()));
  }

  /** Whether {@code url} is opened over SSH: {@code ssh://user@…} or {@code user@host:path}. */
  public static boolean isSsh(String url) {
    return SSH.matcher(url).matches();
  }

  /** The user of an SSH URL; empty for other URLs. */
  public static Optional<String> sshUser(String url) {
    var matcher = SSH.matcher(url);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** {@code host:port} of an SSH URL, port 22 when it names none; empty for other URLs. */
  public static Optional<String> sshHost(String url) {
    if (!isSsh(url)) {
      return Optional.empty();
    }
    var open = openable(url);
    var start = open.indexOf("://") + "://".length();
    var slash = open.indexOf('/', start);
    var authority = slash < 0 ? open.substring(start) : open.substring(start, slash);
    var host = authority.substring(authority.lastIndexOf('@') + 1);
    return Optional.of(host.lastIndexOf(':') > host.lastIndexOf(']') ? host : host + ":22");
  }

  /** Host name in lower case, without user and port; "" for local paths. */
  public static String host(String url) {
    if (url.isBlank() || localPath(url).isPresent()) {
      return "";
    }
    var open = openable(url);
    var start = open.indexOf("://") + "://".length();
    var slash = open.indexOf('/', start);
    var authority = slash < 0 ? open.substring(start) : open.substring(start, slash);
    var host = authority.substring(authority.lastIndexOf('@') + 1);
    var colon = host.lastIndexOf(':');
    return (colon > host.lastIndexOf(']') ? host.substring(0, colon) : host)
        .toLowerCase(Locale.ROOT);
  }

  /** Whether {@code url} is opened over HTTP or HTTPS. */
  public static boolean isHttp(String url) {
    return url.regionMatches(true, 0, "https://", 0, "https://".length())
        || url.regionMatches(true, 0, "http://", 0, "http://".length());
  }

  /** The first part of the path when a repository's name follows it; else empty. */
  public static Optional<String> organisation(String url) {
    var key = url.isBlank() ? "" : mirrorKey(url);
    var scheme = key.indexOf("://");
    if (scheme < 0) {
      return Optional.empty();
    }
    var parts = key.substring(scheme + "://".length()).split("/");
    return parts.length > 2 && !parts[1].isEmpty() ? Optional.of(parts[1]) : Optional.empty();
  }

  /** The last part of the path without {@code .git}: what people call the repository. */
  public static String name(String url) {
    var text = url.strip();
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    var name = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);
    return name.endsWith(".git") && name.length() > 4
        ? name.substring(0, name.length() - ".git".length())
        : name;
  }

  /** {@code text} with the user part of every URL in it replaced, as passwords hide there. */
  public static String redact(String text) {
    return USER_INFO
        .matcher(text)
        .replaceAll(found -> found.group().contains(":") ? "***@" : keepPlainUser(found.group()));
  }

  /** Tokens are long; names such as {@code git@} are not secret and help the reader. */
  private static String keepPlainUser(String userInfo) {
    return userInfo.length() <= "git@".length() ? userInfo : "***@";
  }
}
