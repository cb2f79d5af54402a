package io.syncline.controller.source;

import io.syncline.git.secret.RepositorySecret;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.Tree;
import io.syncline.registry.Access;
import io.syncline.registry.ChartName;
import io.syncline.registry.Registries;
import io.syncline.registry.RegistryException;
import io.syncline.render.RemoteAddress;
import io.syncline.render.Remotes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sources that stand in no Git repository, with the credentials the Secrets hold for them: charts
 * of Helm repositories and OCI registries, OCI artifacts, and single files.
 */
public final class RegistrySources {
  private static final String OCI = "oci://";
  private final Registries registries;
  private final RepositoryAccess access;

  /** Fetches by {@code registries}. */
  public RegistrySources(Registries registries, RepositoryAccess access) {
    this.registries = registries;
    this.access = access;
  }

  /** Whether {@code source} stands in no Git repository. */
  public static boolean serves(ApplicationSource source) {
    return !source.chart().isEmpty() || source.repoUrl().startsWith(OCI);
  }

  /**
   * The version or digest {@code source} points at.
   *
   * @param revision overrides the source's own when not ""
   * @param now insist on the present
   */
  public String resolve(ApplicationSource source, String revision, String project, boolean now) {
    var wanted = revision.isEmpty() ? source.targetRevision() : revision;
    var login = login(source, project);
    return told(
        () ->
            source.chart().isEmpty()
                ? registries.digest(source.repoUrl(), wanted, login, now)
                : registries.version(chart(source), wanted, login, now));
  }

  /** The files of {@code source} at a version or digest. */
  SourceTree tree(ApplicationSource source, String revision, String project, boolean again) {
    var login = login(source, project);
    return told(
        () ->
            source.chart().isEmpty()
                ? registries.artifact(source.repoUrl(), revision, login, access.layerTypes()).tree()
                : registries.chart(chart(source), revision, login, again).tree());
  }

  private static ChartName chart(ApplicationSource source) {
    return new ChartName(source.repoUrl(), source.chart());
  }

  private Access login(ApplicationSource source, String project) {
    return login(access.described(source.repoUrl(), project), source.repoUrl())
        .passing(Tree.flag(source.tool("helm"), "passCredentials"));
  }

  private Access login(RepositorySecret secret, String url) {
    var trust =
        new Access.Trust(
            secret.flag("insecure").orElse(false),
            access.certificates(url),
            secret.text("tlsClientCertData"),
            secret.text("tlsClientCertKey"));
    var plain = secret.flag("insecureOCIForceHttp").orElse(false);
    return new Access(
        login(secret),
        trust,
        new Access.Route(secret.text("proxy"), secret.text("noProxy")),
        false,
        plain);
  }

  private static Access.Login login(RepositorySecret secret) {
    if (!secret.text("bearerToken").isEmpty()) {
      return new Access.Bearer(secret.text("bearerToken"));
    }
    return secret.text("username").isEmpty() && secret.text("password").isEmpty()
        ? new Access.Anonymous()
        : new Access.Basic(secret.text("username"), secret.text("password"));
  }

  /**
   * A chart that another source needs. Nobody logs in where {@code project} permits nothing: who
   * may write a chart must not decide who gets the login.
   */
  Remotes.Remote chart(RemoteAddress.Chart address, String project, boolean passing) {
    var repository = address.repository();
    var named = alias(repository).map(name -> named(name, project));
    var url = named.map(RepositorySecret::url).orElse(repository);
    if (named.isPresent() && !access.permits(url, project)) {
      throw new SourceException(refused(List.of(repository), project), null);
    }
    var secret =
        access.permits(url, project)
            ? named.orElseGet(() -> access.describedFor(url, address.name(), project))
            : new RepositorySecret("", Map.of("url", url));
    // An alias may name a registry whose URL, as is usual with enableOCI, has no scheme.
    var chart = new ChartName(url, address.name());
    var login = login(secret, url).passing(passing);
    return told(
        () -> {
          var version = registries.version(chart, address.version(), login, false);
          var content = registries.chart(chart, version, login, false);
          return new Remotes.Remote(content.digest(), content.tree());
        });
  }

  /** Why {@code charts} must not be used by {@code project}; empty when they may be. */
  Optional<String> refusal(List<RemoteAddress.Chart> charts, String project) {
    var refused =
        charts.stream()
            .map(RemoteAddress.Chart::repository)
            .filter(
                url ->
                    !access.permits(
                        alias(url)
                            .flatMap(name -> access.named(name, project))
                            .map(RepositorySecret::url)
                            .orElse(url),
                        project))
            .map(url -> url.replaceFirst("^oci://", ""))
            .distinct()
            .toList();
    return refused.isEmpty() ? Optional.empty() : Optional.of(refused(refused, project));
  }

  private static String refused(List<String> urls, String project) {
    return "helm repos "
        + String.join(", ", urls)
        + " are not permitted in project '"
        + project
        + "'";
  }

  /**
   * The charts of the Helm repository at {@code url}, by name, each with its versions as listed.
   *
   * @param now insist on the present
   */
  Map<String, List<String>> charts(String url, String project, boolean now) {
    return told(() -> registries.charts(url, login(access.described(url, project), url), now));
  }

  /** The tags of the OCI repository at {@code url}. */
  List<String> tags(String url, String project, boolean now) {
    return told(() -> registries.tags(url, login(access.described(url, project), url), now));
  }

  private static Optional<String> alias(String repository) {
    return repository.startsWith("@")
        ? Optional.of(repository.substring(1))
        : repository.startsWith("alias:")
            ? Optional.of(repository.substring("alias:".length()))
            : Optional.empty();
  }

  private RepositorySecret named(String name, String project) {
    return access
        .named(name, project)
        .orElseThrow(
            () ->
                new SourceException(
                    "repository @"
                        + name
                        + " is not configured (expected: the name of a repository secret); hint:"
                        + " syncline repo add URL --type helm --name "
                        + name,
                    null));
  }

  /** One file. */
  Remotes.Remote file(RemoteAddress.File address, String project) {
    var url = address.url();
    var scheme = url.contains(":") ? url.substring(0, url.indexOf(':')) : "";
    if (!access.fileSchemes().contains(scheme)) {
      throw new SourceException(
          "its scheme is " + scheme + " (expected: one of " + access.fileSchemes() + ")", null);
    }
    var login = login(access.described(url, project), url);
    return told(
        () -> {
          var content = registries.file(url, login, false);
          return new Remotes.Remote(content.digest(), content.tree());
        });
  }

  /** Why the repository that {@code secret} describes cannot be read; empty when it can. */
  Optional<String> problem(RepositorySecret secret) {
    return problem(secret.url(), login(secret, secret.url()), secret.text("type"));
  }

  /** Why the Helm repository or registry at {@code url} cannot be read; empty when it can. */
  public Optional<String> problem(String url, String project) {
    var secret = access.described(url, project);
    return problem(url, login(secret, url), secret.text("type"));
  }

  private Optional<String> problem(String url, Access login, String type) {
    try {
      if (type.equals("oci")) {
        registries.checkOci(url, login);
      } else if (new ChartName(url, "").oci()) {
        registries.checkRegistry(url, login);
      } else {
        registries.checkHelm(url, login);
      }
      return Optional.empty();
    } catch (RegistryException e) {
      return Optional.of(e.text());
    }
  }

  /** Whether {@code secret} describes something else than a Git repository. */
  static boolean serves(RepositorySecret secret) {
    return List.of("helm", "oci").contains(secret.text("type")) || secret.url().startsWith(OCI);
  }

  private static <T> T told(Supplier<T> fetch) {
    try {
      return fetch.get();
    } catch (RegistryException e) {
      throw new SourceException(e.text(), e);
    }
  }
}
