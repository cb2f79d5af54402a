package io.syncline.controller.source;

import io.syncline.controller.control.ControlPlane;
import io.syncline.git.Credentials;
import io.syncline.git.GitException;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitRepository;
import io.syncline.git.GitUrl;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Opens repositories with the credentials that the secrets of the control plane hold for them. */
public final class RepositoryAccess {
  private final GitRepositories repositories;
  private final ControlPlane control;

  /** Opens from {@code repositories}. */
  public RepositoryAccess(GitRepositories repositories, ControlPlane control) {
    this.repositories = repositories;
    this.control = control;
  }

  /** The repository at {@code url} as applications of {@code project} may see it. */
  public GitRepository open(String url, String project) {
    try {
      return repositories.repository(url, credentials(url, project));
    } catch (GitException e) {
      throw problem(e);
    }
  }

  /** A problem of Git with its hint, fit for a condition. */
  public static SourceException problem(GitException e) {
    var hint = e.hint().isEmpty() ? "" : "; hint: " + e.hint();
    return new SourceException(e.getMessage() + hint, e);
  }

  private Credentials credentials(String url, String project) {
    var own =
        control.secrets("repository").stream()
            .filter(s -> GitUrl.same(field(s, "url"), url))
            .filter(s -> field(s, "project").isEmpty() || field(s, "project").equals(project))
            .max(Comparator.comparingInt(s -> field(s, "project").length()));
    var found = own.flatMap(RepositoryAccess::login).or(() -> template(url));
    var login = found.orElse(new Credentials.Anonymous());
    var trust = trust(url, own);
    var credentials = Credentials.anonymous().with(login).with(trust);
    var proxy = own.map(s -> field(s, "proxy")).orElse("");
    return proxy.isEmpty() ? credentials : credentials.throughProxy(proxy);
  }

  /** Of the credential templates the one with the longest matching prefix. */
  private Optional<Credentials.Login> template(String url) {
    var wanted = GitUrl.normalise(url);
    return control.secrets("repo-creds").stream()
        .filter(s -> !field(s, "url").isEmpty())
        .filter(s -> wanted.startsWith(GitUrl.normalise(field(s, "url"))))
        .max(Comparator.comparingInt(s -> field(s, "url").length()))
        .flatMap(RepositoryAccess::login);
  }

  private static Optional<Credentials.Login> login(Manifest secret) {
    var key = field(secret, "sshPrivateKey");
    if (!key.isEmpty()) {
      return Optional.of(new Credentials.SshKey(key));
    }
    var bearer = field(secret, "bearerToken");
    if (!bearer.isEmpty()) {
      return Optional.of(new Credentials.Bearer(bearer));
    }
    var password = field(secret, "password");
    var username = field(secret, "username");
    return password.isEmpty() && username.isEmpty()
        ? Optional.empty()
        : Optional.of(new Credentials.Basic(username, password));
  }

  private Credentials.Trust trust(String url, Optional<Manifest> secret) {
    var insecure =
        secret
            .filter(
                s ->
                    field(s, "insecure").equals("true")
                        || field(s, "insecureIgnoreHostKey").equals("true"))
            .isPresent();
    Map<String, String> certificates = control.configMap("argocd-tls-certs-cm");
    var hosts = control.configMap("argocd-ssh-known-hosts-cm");
    return new Credentials.Trust(
        insecure,
        certificates.getOrDefault(host(url), ""),
        hosts.getOrDefault("ssh_known_hosts", ""),
        secret.map(s -> field(s, "tlsClientCertData")).orElse(""),
        secret.map(s -> field(s, "tlsClientCertKey")).orElse(""));
  }

  private static String host(String url) {
    if (!GitUrl.isHttp(url)) {
      return "";
    }
    var rest = url.substring(url.indexOf("://") + 3);
    var authority = rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
    return authority.substring(authority.lastIndexOf('@') + 1).replaceFirst(":[0-9]+$", "");
  }

  private static String field(Manifest secret, String name) {
    var encoded = Tree.text(secret.root(), "data", name);
    if (encoded.isEmpty()) {
      return Tree.text(secret.root(), "stringData", name);
    }
    try {
      return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }
}
