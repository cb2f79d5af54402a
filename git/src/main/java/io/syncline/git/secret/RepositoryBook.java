package io.syncline.git.secret;

import io.syncline.git.Access;
import io.syncline.git.Credentials;
import io.syncline.git.GitUrl;
import io.syncline.model.object.Manifest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that is configured of repositories. A repository's own Secret decides, that of the asking
 * project before one of no project; what of another project is there does not count. One without
 * credentials takes them from the template whose URL is the longest beginning of its own.
 */
public final class RepositoryBook {
  private final List<RepositorySecret> repositories;
  private final List<RepositorySecret> templates;
  private final Map<String, String> certificates;
  private final String knownHosts;

  /**
   * Reads the Secrets.
   *
   * @param repositories Secrets of type {@code repository}
   * @param templates Secrets of type {@code repo-creds}
   * @param certificates PEM certificates by host name
   * @param knownHosts lines as in {@code known_hosts}
   */
  public RepositoryBook(
      List<Manifest> repositories,
      List<Manifest> templates,
      Map<String, String> certificates,
      String knownHosts) {
    this.repositories = repositories.stream().map(RepositorySecret::of).toList();
    this.templates = templates.stream().map(RepositorySecret::of).toList();
    this.certificates = Collections.unmodifiableMap(new TreeMap<>(certificates));
    this.knownHosts = knownHosts;
  }

  /** The Secret that describes {@code url} for {@code project}; empty when there is none. */
  public Optional<RepositorySecret> secret(String url, String project) {
    var same = repositories.stream().filter(s -> GitUrl.same(s.url(), url)).toList();
    return same.stream()
        .filter(s -> s.project().equals(project))
        .findFirst()
        .or(() -> same.stream().filter(s -> s.project().isEmpty()).findFirst());
  }

  /** The template for {@code url}: of those it begins with, the longest. */
  public Optional<RepositorySecret> template(String url) {
    var wanted = GitUrl.normalise(url);
    RepositorySecret best = null;
    var longest = 0;
    for (var template : templates) {
      var beginning = GitUrl.normalise(template.url());
      if (beginning.length() > longest && wanted.startsWith(beginning)) {
        best = template;
        longest = beginning.length();
      }
    }
    return Optional.ofNullable(best);
  }

  /** What is known of {@code url} for {@code project}, with what it inherits. */
  public RepositorySecret described(String url, String project) {
    var own =
        secret(url, project).orElseGet(() -> new RepositorySecret("", Map.of("url", url.strip())));
    return own.hasCredentials() ? own : template(url).map(own::inheriting).orElse(own);
  }

  /** How {@code url} is opened for {@code project}; anonymously when nobody configured it. */
  public Access access(String url, String project) {
    var found = described(url, project);
    var credentials =
        Credentials.anonymous().with(found.login(url.strip())).with(trust(url, found));
    if (!found.text("proxy").isEmpty()) {
      credentials = credentials.throughProxy(found.text("proxy"), found.text("noProxy"));
    }
    return new Access(
        credentials,
        found.flag("enableLfs").orElse(false),
        true,
        other -> isKnown(other, project) ? Optional.of(access(other, project)) : Optional.empty(),
        found.depth());
  }

  private boolean isKnown(String url, String project) {
    return secret(url, project).isPresent() || template(url).isPresent();
  }

  private Credentials.Trust trust(String url, RepositorySecret found) {
    return new Credentials.Trust(
        found.flag("insecure").orElse(false) || found.flag("insecureIgnoreHostKey").orElse(false),
        GitUrl.isHttp(url) ? certificates.getOrDefault(GitUrl.host(url), "") : "",
        knownHosts,
        found.text("tlsClientCertData"),
        found.text("tlsClientCertKey"));
  }
}
