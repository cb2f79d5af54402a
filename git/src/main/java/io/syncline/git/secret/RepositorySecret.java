package io.syncline.git.secret;

import io.syncline.git.Credentials;
import io.syncline.git.GitUrl;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fields of a Secret that describes a repository, or credentials for all below a URL.
 *
 * @param name the Secret's name; "" for a repository nobody described
 * @param fields its fields, decoded; empty ones are left out
 */
public record RepositorySecret(String name, Map<String, String> fields) {
  /** Each of these alone makes a repository have credentials of its own. */
  private static final List<String> OWN =
      List.of(
          "username",
          "password",
          "bearerToken",
          "sshPrivateKey",
          "tlsClientCertData",
          "githubAppPrivateKey",
          "azureServicePrincipalClientId");

  /** What a repository without credentials takes from a template. */
  private static final List<String> INHERITED =
      List.of(
          "username",
          "password",
          "bearerToken",
          "sshPrivateKey",
          "tlsClientCertData",
          "tlsClientCertKey",
          "githubAppPrivateKey",
          "githubAppID",
          "githubAppInstallationID",
          "githubAppEnterpriseBaseUrl",
          "gcpServiceAccountKey",
          "azureServicePrincipalClientId",
          "azureServicePrincipalClientSecret",
          "azureServicePrincipalTenantId",
          "useAzureWorkloadIdentity",
          "azureActiveDirectoryEndpoint",
          "forceHttpBasicAuth",
          "insecureOCIForceHttp",
          "proxy",
          "noProxy");

  private static final String GITHUB = "https://api.github.com";

  /** Copies the fields in the order of their names. */
  public RepositorySecret {
    fields = Collections.unmodifiableMap(new TreeMap<>(fields));
  }

  /** Reads a Secret; values that are no base64 count as missing. */
  public static RepositorySecret of(Manifest secret) {
    var fields = new TreeMap<String, String>();
    Tree.object(secret.at("data"))
        .forEach(
            (key, value) ->
                decoded(value)
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> fields.put(key, text)));
    // Only an object that never went through a cluster has these still.
    Tree.object(secret.at("stringData"))
        .forEach((key, value) -> fields.put(key, String.valueOf(value)));
    return new RepositorySecret(secret.name(), fields);
  }

  private static Optional<String> decoded(Object value) {
    if (!(value instanceof String text)) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getMimeDecoder().decode(text);
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** The field {@code name}; "" when it is not there. */
  public String text(String name) {
    return fields.getOrDefault(name, "");
  }

  /** The URL, of which a template holds the beginning. */
  public String url() {
    return text("url");
  }

  /** The only project that may use it; "" for all. */
  public String project() {
    return text("project");
  }

  /** Whether a login or a client certificate stands in it. */
  public boolean hasCredentials() {
    return OWN.stream().anyMatch(fields::containsKey)
        || text("useAzureWorkloadIdentity").equals("true");
  }

  /** This with what it lacks taken from {@code template}. */
  RepositorySecret inheriting(RepositorySecret template) {
    var merged = new TreeMap<>(fields);
    for (var name : INHERITED) {
      var value = template.text(name);
      if (!value.isEmpty()) {
        merged.putIfAbsent(name, value);
      }
    }
    return new RepositorySecret(name, merged);
  }

  /** How many commits of each history are fetched; 0 for all, as for what is no number. */
  public int depth() {
    return text("depth").strip().matches("\\d{1,9}") ? Integer.parseInt(text("depth").strip()) : 0;
  }

  /** How to log in at {@code url}; malformed fields make it unusable. */
  Credentials.Login login(String url) {
    for (var name :
        List.of(
            "insecure",
            "insecureIgnoreHostKey",
            "enableLfs",
            "forceHttpBasicAuth",
            "useAzureWorkloadIdentity")) {
      if (flag(name).isEmpty()) {
        return malformed(name, text(name), "true or false");
      }
    }
    return GitUrl.isHttp(url) ? httpLogin() : sshLogin();
  }

  private Credentials.Login sshLogin() {
    var key = text("sshPrivateKey");
    return key.isEmpty() ? new Credentials.Anonymous() : new Credentials.SshKey(key);
  }

  private Credentials.Login httpLogin() {
    if (!text("bearerToken").isEmpty()) {
      return new Credentials.Bearer(text("bearerToken"));
    }
    if (!text("password").isEmpty()) {
      return new Credentials.Basic(text("username"), text("password"));
    }
    if (!text("githubAppPrivateKey").isEmpty()) {
      return githubApp();
    }
    if (!text("gcpServiceAccountKey").isEmpty()) {
      return new Credentials.GoogleAccount(text("gcpServiceAccountKey"));
    }
    if (flag("useAzureWorkloadIdentity").orElse(false)
        || !text("azureServicePrincipalClientId").isEmpty()) {
      return new Credentials.Unusable(
          "logins at Azure by workload identity or service principal are not served",
          "put a personal access token into username and password of the repository secret");
    }
    return text("username").isEmpty()
        ? new Credentials.Anonymous()
        : new Credentials.Basic(text("username"), "");
  }

  private Credentials.Login githubApp() {
    for (var name : List.of("githubAppID", "githubAppInstallationID")) {
      if (!text(name).matches("\\s*\\d{0,18}\\s*")) {
        return malformed(name, text(name), "a number");
      }
    }
    if (text("githubAppID").isBlank()) {
      return malformed("githubAppID", "", "the number of the GitHub App");
    }
    var installation = text("githubAppInstallationID").strip();
    var base = text("githubAppEnterpriseBaseUrl").strip();
    return new Credentials.GitHubApp(
        Long.parseLong(text("githubAppID").strip()),
        installation.isEmpty() ? 0 : Long.parseLong(installation),
        text("githubAppPrivateKey"),
        base.isEmpty() ? GITHUB : base);
  }

  private Credentials.Unusable malformed(String field, String value, String expected) {
    return new Credentials.Unusable(
        "field " + field + " of its secret is '" + value + "' (expected: " + expected + ")",
        "correct the secret" + (name.isEmpty() ? "" : " " + name));
  }

  /** A field that is true or false, as Go reads them; empty when it is neither. */
  public Optional<Boolean> flag(String name) {
    return switch (text(name).strip()) {
      case "", "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
      case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
      default -> Optional.empty();
    };
  }

  /** Names only: most values are secret. */
  @Override
  public String toString() {
    return "RepositorySecret[" + name + ", " + fields.keySet() + "]";
  }
}
