package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.kube.Cluster;
import io.syncline.model.tree.ObjectTree;
import io.syncline.server.api.RepositorySecrets.Purpose;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import java.util.Optional;

/**
 * {@code /api/v1/repocreds} and {@code /write-repocreds}: logins for all repositories below a URL,
 * without the secrets.
 */
public final class CredentialsApi {
  private final Cluster cluster;
  private final String namespace;

  /** The API over Secrets in {@code namespace}. */
  public CredentialsApi(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /** Puts the resources on their paths. */
  public void mount(Routes routes) {
    mount(routes, "/api/v1/repocreds", Purpose.CREDENTIALS);
    mount(routes, "/api/v1/write-repocreds", Purpose.WRITE_CREDENTIALS);
  }

  private void mount(Routes routes, String path, Purpose purpose) {
    var secrets = new RepositorySecrets(cluster, namespace, purpose);
    routes
        .on(
            HttpMethod.GET,
            path,
            _ -> Views.list(secrets.all().stream().map(secrets::shown).toList()))
        .on(HttpMethod.POST, path, call -> create(call, secrets))
        .on(HttpMethod.PUT, path + "/{url}", call -> replace(call, secrets))
        .on(
            HttpMethod.DELETE,
            path + "/{url}",
            call -> {
              secrets.remove(secrets.require(call.path("url"), ""));
              return ObjectTree.EMPTY;
            });
  }

  private static Object create(Call call, RepositorySecrets secrets) {
    var body = call.body();
    var url = RepositoryChecks.url(body, "url");
    RepositoryChecks.require(body, url, true);
    var wanted = secrets.secret(body, url);
    var known = secrets.find(url, "");
    if (known.isPresent() && !call.flag("upsert", false)) {
      if (RepositorySecrets.isSame(known.get(), wanted)) {
        return secrets.shown(known.get());
      }
      throw ApiException.invalid(
          "existing repository credentials spec is different; use upsert flag to force update");
    }
    return secrets.shown(secrets.save(known, wanted));
  }

  private static Object replace(Call call, RepositorySecrets secrets) {
    var url = call.path("url");
    RepositoryChecks.require(call.body(), url, true);
    var known = secrets.require(url, "");
    return secrets.shown(secrets.save(Optional.of(known), secrets.secret(call.body(), url)));
  }
}
