package io.syncline.server.api;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Refuses descriptions of repositories that cannot be meant; no value of a secret is repeated. */
final class RepositoryChecks {
  private static final List<String> TYPES = List.of("", "git", "helm", "oci");
  private static final List<String> LOGINS =
      List.of(
          "password",
          "bearerToken",
          "sshPrivateKey",
          "githubAppPrivateKey",
          "gcpServiceAccountKey");
  private static final List<String> PROXIES =
      List.of("http", "https", "socks5", "socks5h", "socks4", "socks");
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN ([A-Z0-9 ]+)-----\\s*(?:[A-Za-z0-9-]+: .*\\s+)*"
              + "([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");

  private final ObjectTree body;
  private final String url;

  private RepositoryChecks(ObjectTree body, String url) {
    this.body = body;
    this.url = url;
  }

  /**
   * Throws when {@code body} makes no sense for {@code url}.
   *
   * @param template whether it describes all below the URL
   */
  static void require(ObjectTree body, String url, boolean template) {
    var checks = new RepositoryChecks(body, url);
    checks.kind(template);
    checks.logins();
    checks.keys();
    checks.numbers();
    checks.proxy();
  }

  private String text(String name) {
    return body.get(name) == null ? "" : String.valueOf(body.get(name));
  }

  private boolean has(String name) {
    return !text(name).isEmpty() && !text(name).equals("false");
  }

  private boolean isSsh() {
    var lower = url.toLowerCase(Locale.ROOT);
    return lower.startsWith("ssh://") || !lower.contains("://") && url.matches("[^/]+@[^/]+:.*");
  }

  private ApiException refused(String problem) {
    return ApiException.invalid("repository " + url + ": " + problem);
  }

  private void kind(boolean template) {
    var type = text("type");
    if (!TYPES.contains(type)) {
      throw refused("unknown type '" + type + "' (expected: git, helm or oci)");
    }
    if (type.equals("helm") && !template && !has("name")) {
      throw ApiException.invalid(
          "repository " + url + " has no name (expected: a name for one of type helm)");
    }
    if (has("enableOCI") && !type.equals("helm")) {
      throw refused("enableOCI is set (expected: only with type helm; for artifacts use type oci)");
    }
    if (has("insecureOCIForceHttp") && !type.equals("oci") && !has("enableOCI")) {
      throw refused("insecureOCIForceHttp is set (expected: only for an OCI registry)");
    }
    if (has("enableLfs") && !type.isEmpty() && !type.equals("git")) {
      throw refused("enableLfs is set (expected: only with type git)");
    }
  }

  private void logins() {
    var given = LOGINS.stream().filter(this::has).toList();
    if (given.size() > 1) {
      throw refused(
          String.join(" and ", given) + " are given (expected: one way to log in, or none)");
    }
    if (has("sshPrivateKey") && !isSsh()) {
      throw refused("sshPrivateKey is given (expected: only with an SSH URL, user@host:path)");
    }
    if (has("bearerToken") && (isSsh() || !List.of("", "git").contains(text("type")))) {
      throw refused("bearerToken is given (expected: only with type git and an https URL)");
    }
    if (has("tlsClientCertData") != has("tlsClientCertKey")) {
      throw refused(
          "one of tlsClientCertData and tlsClientCertKey is given (expected: both, or neither)");
    }
  }

  private void keys() {
    for (var name : List.of("sshPrivateKey", "githubAppPrivateKey", "tlsClientCertKey")) {
      requirePem(name, "PRIVATE KEY");
    }
    requirePem("tlsClientCertData", "CERTIFICATE");
    if (has("gcpServiceAccountKey")) {
      try {
        Json.parseObject(
            text("gcpServiceAccountKey").getBytes(java.nio.charset.StandardCharsets.UTF_8));
      } catch (Json.SyntaxException e) {
        throw refused("gcpServiceAccountKey is no JSON (expected: the key file of the account)");
      }
    }
    if (has("githubAppPrivateKey") && !has("githubAppID")) {
      throw refused("githubAppPrivateKey is given without githubAppID (expected: both)");
    }
  }

  private void requirePem(String name, String what) {
    if (!has(name)) {
      return;
    }
    var found = PEM.matcher(text(name));
    var good = found.lookingAt() && found.group(1).endsWith(what);
    try {
      good = good && Base64.getMimeDecoder().decode(found.group(2)).length > 0;
    } catch (IllegalArgumentException notBase64) {
      good = false;
    }
    if (!good) {
      throw refused(
          name
              + " is none (expected: PEM text, -----BEGIN … "
              + what
              + "----- to -----END … "
              + what
              + "-----)");
    }
  }

  private void numbers() {
    for (var name : List.of("depth", "githubAppID", "githubAppInstallationID")) {
      if (has(name) && !text(name).matches("\\d{1,18}")) {
        throw refused(name + " is '" + text(name) + "' (expected: a number, 0 or more)");
      }
    }
  }

  private void proxy() {
    if (!has("proxy")) {
      return;
    }
    try {
      var proxy = URI.create(text("proxy"));
      if (proxy.getHost() != null
          && proxy.getScheme() != null
          && PROXIES.contains(proxy.getScheme().toLowerCase(Locale.ROOT))) {
        return;
      }
    } catch (IllegalArgumentException malformed) {
      // Not repeated in the answer: it may hold a password.
    }
    throw refused("proxy is no URL of one (expected: http://, https:// or socks5://host:port)");
  }

  /** The URL in {@code body} under {@code name}. */
  static String url(ObjectTree body, String name) {
    var url = Tree.text(body, name).strip();
    if (url.isEmpty()) {
      throw ApiException.invalid("repository has no " + name + " (expected: its URL)");
    }
    return url;
  }
}
