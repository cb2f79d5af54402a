package io.syncline.controller.source;

import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.plugin.RepositoryLogin;
import io.syncline.engine.access.ProjectAccess;
import io.syncline.git.Access;
import io.syncline.git.GitException;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitRepository;
import io.syncline.git.secret.RepositoryBook;
import io.syncline.git.secret.RepositorySecret;
import io.syncline.model.object.Manifest;
import io.syncline.registry.ChartName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Opens repositories with the credentials that the secrets of the control plane hold for them. */
public final class RepositoryAccess {
  /** Git's own settings on this machine, which say where URLs lead, are looked at that often. */
  private static final Duration LASTS = Duration.ofSeconds(1);

  private static final int MANY = 10_000;

  private final GitRepositories repositories;
  private final ControlPlane control;
  private final Map<Way, Opened> opened = new ConcurrentHashMap<>();

  private record Way(String url, String project) {}

  /**
   * A repository opened not long ago.
   *
   * @param settings state of the control plane's Secrets and ConfigMaps before
   * @param at when, as {@link System#nanoTime}
   */
  private record Opened(GitRepository repository, long settings, long at) {
    boolean stands(long now) {
      return settings == now && System.nanoTime() - at < LASTS.toNanos();
    }
  }

  /** Opens from {@code repositories}. */
  public RepositoryAccess(GitRepositories repositories, ControlPlane control) {
    this.repositories = repositories;
    this.control = control;
  }

  /** The repository at {@code url} as applications of {@code project} may see it. */
  public GitRepository open(String url, String project) {
    var settings = control.settings();
    var way = new Way(url, project);
    var known = opened.get(way);
    if (known != null && known.stands(settings)) {
      return known.repository();
    }
    try {
      var repository = repositories.repository(url, access(url, project));
      if (opened.size() >= MANY) {
        opened.clear();
      }
      opened.put(way, new Opened(repository, settings, System.nanoTime()));
      return repository;
    } catch (GitException e) {
      throw problem(e);
    }
  }

  /**
   * Why the repository that {@code secret} describes cannot be listed, as if the Secret were there
   * already; empty when it can.
   */
  public Optional<String> problem(Manifest secret, RegistrySources registries) {
    var repositorySecrets = new ArrayList<Manifest>();
    repositorySecrets.add(secret);
    repositorySecrets.addAll(control.secrets("repository"));
    var described = RepositorySecret.of(secret);
    if (RegistrySources.serves(described)) {
      var template = book(List.of(secret)).described(described.url(), described.project());
      return registries.problem(template);
    }
    try {
      repositories
          .repository(
              described.url(), book(repositorySecrets).access(described.url(), described.project()))
          .lsRemote();
      return Optional.empty();
    } catch (GitException e) {
      return Optional.of(problem(e).text());
    }
  }

  /** Removes the mirrors of repositories that nobody used for {@code unused}. */
  public void clearUp(Duration unused) {
    repositories.clearUp(unused);
  }

  /** The keys by which signatures are checked. */
  io.syncline.git.signature.Keyring keyring() {
    return io.syncline.git.signature.Keyring.of(control.configMap("argocd-gpg-keys-cm").values());
  }

  /** A problem of Git with its hint, fit for a condition. */
  public static SourceException problem(GitException e) {
    var hint = e.hint().isEmpty() ? "" : "; hint: " + e.hint();
    return new SourceException(e.getMessage() + hint, e);
  }

  /**
   * How programs of {@code project} log in at {@code url}: keys are exchanged for tokens.
   *
   * @throws SourceException when there is a login that cannot be used
   */
  RepositoryLogin login(String url, String project) {
    try {
      return new RepositoryLogin(
          url, repositories.exchanged(access(url, project).credentials(), url));
    } catch (GitException e) {
      throw problem(e);
    }
  }

  /** How {@code url} is opened for {@code project}. */
  public Access access(String url, String project) {
    return book(control.secrets("repository")).access(url, project).submodules(submodules());
  }

  /** Whether no Secret says that {@code url} is something else than a Git repository. */
  public boolean isGit(String url, String project) {
    return !RegistrySources.serves(described(url, project));
  }

  /** What the Secrets say of {@code url}; an OCI registry may be written with its scheme or not. */
  RepositorySecret described(String url, String project) {
    var book = book(control.secrets("repository"));
    var other =
        url.startsWith("oci://")
            ? url.substring("oci://".length())
            : url.contains("://") ? url : "oci://" + url;
    var known = book.described(url, project);
    var respelt = book.described(other, project);
    return known.fields().size() > 1 || respelt.fields().size() <= 1 ? known : respelt;
  }

  /**
   * What the Secrets say of the repository at {@code url} that holds the chart {@code name}. In a
   * registry each chart has a repository of its own, which may be the one that is known.
   */
  RepositorySecret describedFor(String url, String name, String project) {
    var known = described(url, project);
    return known.fields().size() > 1 || !new ChartName(url, name).oci()
        ? known
        : described(url.replaceFirst("/+$", "") + "/" + name, project);
  }

  /** Whether {@code project} permits to read {@code url}, an OCI registry in either spelling. */
  boolean permits(String url, String project) {
    var bare = url.replaceFirst("^oci://", "");
    return control
        .project(project)
        .map(ProjectAccess::of)
        .filter(
            rules ->
                rules.permitsSource(url)
                    || rules.permitsSource(bare)
                    || !bare.contains("://") && rules.permitsSource("oci://" + bare))
        .isPresent();
  }

  /** The Secret of a repository called {@code name}, that of the project before one of none. */
  Optional<RepositorySecret> named(String name, String project) {
    var all =
        control.secrets("repository").stream()
            .map(RepositorySecret::of)
            .filter(s -> s.text("name").equals(name))
            .toList();
    return all.stream()
        .filter(s -> s.project().equals(project))
        .findFirst()
        .or(() -> all.stream().filter(s -> s.project().isEmpty()).findFirst())
        .map(s -> s.hasCredentials() ? s : described(s.url(), project));
  }

  /** PEM certificates believed for the host of {@code url}; "" for the system's. */
  String certificates(String url) {
    var address = url.contains("://") ? url.replaceFirst("^oci://", "https://") : "https://" + url;
    return control
        .configMap("argocd-tls-certs-cm")
        .getOrDefault(io.syncline.git.GitUrl.host(address), "");
  }

  /** Schemes of URLs that value files may have. */
  List<String> fileSchemes() {
    var written = control.configMap("argocd-cm").getOrDefault("helm.valuesFileSchemes", "");
    return written.isBlank()
        ? List.of("http", "https")
        : List.of(written.strip().split("\\s*,\\s*"));
  }

  /** Media types that the layer of an OCI source may have. */
  List<String> layerTypes() {
    var written =
        control
            .configMap("argocd-cmd-params-cm")
            .getOrDefault("reposerver.oci.layer.media.types", "");
    return written.isBlank()
        ? io.syncline.registry.Registries.LAYERS
        : List.of(written.strip().split("\\s*[,;]\\s*"));
  }

  /** What the Secrets say now. */
  private RepositoryBook book(List<Manifest> repositorySecrets) {
    return new RepositoryBook(
        repositorySecrets,
        control.secrets("repo-creds"),
        control.configMap("argocd-tls-certs-cm"),
        control.configMap("argocd-ssh-known-hosts-cm").getOrDefault("ssh_known_hosts", ""));
  }

  private boolean submodules() {
    var parameters = control.configMap("argocd-cmd-params-cm");
    return !parameters.getOrDefault("reposerver.enable.git.submodule", "true").equals("false");
  }
}
