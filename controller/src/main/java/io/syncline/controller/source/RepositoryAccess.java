package io.syncline.controller.source;

import io.syncline.controller.control.ControlPlane;
import io.syncline.git.Access;
import io.syncline.git.GitException;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitRepository;
import io.syncline.git.secret.RepositoryBook;
import io.syncline.git.secret.RepositorySecret;
import io.syncline.model.object.Manifest;
import java.util.ArrayList;
import java.util.List;
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
      return repositories.repository(url, access(url, project));
    } catch (GitException e) {
      throw problem(e);
    }
  }

  /**
   * Why the repository that {@code secret} describes cannot be listed, as if the Secret were there
   * already; empty when it can.
   */
  public Optional<String> problem(Manifest secret) {
    var repositorySecrets = new ArrayList<Manifest>();
    repositorySecrets.add(secret);
    repositorySecrets.addAll(control.secrets("repository"));
    var described = RepositorySecret.of(secret);
    try {
      repositories
          .repository(
              described.url(),
              book(repositorySecrets).access(described.url(), described.project()))
          .lsRemote();
      return Optional.empty();
    } catch (GitException e) {
      return Optional.of(problem(e).text());
    }
  }

  /** The keys by which signatures are checked. */
  io.syncline.git.signature.Keyring keyring() {
    return io.syncline.git.signature.Keyring.of(
        control.configMap("argocd-gpg-keys-cm").values());
  }

  /** A problem of Git with its hint, fit for a condition. */
  public static SourceException problem(GitException e) {
    var hint = e.hint().isEmpty() ? "" : "; hint: " + e.hint();
    return new SourceException(e.getMessage() + hint, e);
  }

  /** How {@code url} is opened for {@code project}. */
  public Access access(String url, String project) {
    return book(control.secrets("repository")).access(url, project).submodules(submodules());
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
