package io.syncline.render.kustomize;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A folder of a remote repository as kustomizations write it: {@code
 * https://host/org/repo//path?ref=v1}, {@code git@host:org/repo.git/path}, {@code
 * github.com/org/repo/path}, {@code ssh://…}, {@code file://…}.
 *
 * @param url the repository
 * @param ref branch, tag or commit; "" for the default branch
 * @param path folder inside, "" for the root
 */
record RepoAddress(String url, String ref, String path) {
  private static final Pattern SCHEME = Pattern.compile("(?i)^(ssh|https|http|file)://");
  private static final Pattern USER = Pattern.compile("^([a-zA-Z][a-zA-Z0-9-]*)@");

  /** The address {@code written}; empty when it is none. */
  static Optional<RepoAddress> parse(String written) {
    if (written.startsWith("/")) {
      return Optional.empty();
    }
    var mark = written.indexOf('?');
    var query = mark < 0 ? "" : written.substring(mark + 1);
    var rest = mark < 0 ? written : written.substring(0, mark);
    if (rest.toLowerCase(Locale.ROOT).startsWith("git::")) {
      rest = rest.substring("git::".length());
    }
    var schemes = SCHEME.matcher(rest);
    var scheme = schemes.find() ? schemes.group().toLowerCase(Locale.ROOT) : "";
    rest = rest.substring(scheme.length());
    if (scheme.equals("file://")) {
      return split(scheme, rest, query, Integer.MAX_VALUE);
    }
    var users = USER.matcher(rest);
    var user = users.find() ? users.group() : "";
    rest = rest.substring(user.length());
    var lower = rest.toLowerCase(Locale.ROOT);
    var github = lower.startsWith("github.com/") || lower.startsWith("github.com:");
    var scp = scheme.isEmpty() && (!user.isEmpty() || github);
    if (scheme.isEmpty() && !scp) {
      return Optional.empty();
    }
    var end = hostEnd(rest, scp);
    if (end < 0) {
      return Optional.empty();
    }
    var host = scheme + user + rest.substring(0, end + 1);
    if (github) {
      var ssh = scheme.equals("ssh://") || !user.isEmpty();
      host = ssh ? user + "github.com:" : "https://github.com/";
    }
    return split(host, rest.substring(end + 1), query, 2);
  }

  private static int hostEnd(String rest, boolean scp) {
    var slash = rest.indexOf('/');
    var colon = scp ? rest.indexOf(':') : -1;
    return colon > 0 && (slash < 0 || colon < slash) ? colon : slash;
  }

  /** Where the repository ends: at a marker, else after as many names as is usual for the host. */
  private static Optional<RepoAddress> split(String host, String rest, String query, int usual) {
    var azure = rest.indexOf("_git/");
    var twice = rest.indexOf("//");
    var suffix = rest.indexOf(".git");
    int end;
    if (azure >= 0) {
      var next = rest.indexOf('/', azure + "_git/".length());
      end = next < 0 ? rest.length() : next;
    } else if (twice >= 0) {
      end = twice;
    } else if (suffix >= 0) {
      end = suffix + ".git".length();
    } else if (usual == Integer.MAX_VALUE) {
      end = rest.length();
    } else {
      var first = rest.indexOf('/');
      if (first < 0) {
        return Optional.empty();
      }
      var second = rest.indexOf('/', first + 1);
      end = second < 0 ? rest.length() : second;
    }
    var repository = rest.substring(0, end);
    var path = rest.substring(end).replaceFirst("^/+", "");
    return repository.isEmpty()
        ? Optional.empty()
        : Optional.of(new RepoAddress(host + repository, ref(query), path));
  }

  private static String ref(String query) {
    var ref = "";
    for (var parameter : query.split("&")) {
      var equals = parameter.indexOf('=');
      var name = equals < 0 ? parameter : parameter.substring(0, equals);
      var value = equals < 0 ? "" : decoded(parameter.substring(equals + 1));
      if (name.equals("ref") && !value.isEmpty()) {
        return value;
      }
      if (name.equals("version")) {
        ref = value;
      }
    }
    return ref;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
