package io.syncline.server;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServerBuilder;
import io.syncline.kube.Cluster;
import io.syncline.model.object.Manifest;
import io.syncline.server.api.ActionApi;
import io.syncline.server.api.ApplicationApi;
import io.syncline.server.api.Applications;
import io.syncline.server.api.AutomationApi;
import io.syncline.server.api.CertificateApi;
import io.syncline.server.api.ClusterApi;
import io.syncline.server.api.CredentialsApi;
import io.syncline.server.api.DiffApi;
import io.syncline.server.api.GpgKeyApi;
import io.syncline.server.api.ProjectApi;
import io.syncline.server.api.RepositoryApi;
import io.syncline.server.api.ResourceApi;
import io.syncline.server.api.SessionApi;
import io.syncline.server.api.SettingsApi;
import io.syncline.server.api.SourceApi;
import io.syncline.server.api.StreamApi;
import io.syncline.server.auth.Accounts;
import io.syncline.server.auth.Sessions;
import io.syncline.server.http.Routes;
import io.syncline.server.page.Page;
import io.syncline.server.port.ApplicationDetails;
import io.syncline.server.port.Destinations;
import io.syncline.server.port.ServerSettings;
import io.syncline.server.webhook.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** The API, the webhook and the page, ready to be put on a port. */
public final class ApiServer implements AutoCloseable {
  private final Cluster cluster;
  private final ServerSettings settings;
  private final ApplicationDetails details;
  private final Destinations destinations;
  private final UnaryOperator<Manifest> mask;
  private final Clock clock;
  private final Accounts accounts;
  private final Sessions sessions;
  private final Applications applications;

  /**
   * Prepares the server and starts watching Applications. The accounts must have been {@linkplain
   * Accounts#ensure ensured}.
   *
   * @param mask hides the values of Secrets
   */
  public ApiServer(
      Cluster cluster,
      ServerSettings settings,
      ApplicationDetails details,
      Destinations destinations,
      UnaryOperator<Manifest> mask,
      Clock clock) {
    this.cluster = cluster;
    this.settings = settings;
    this.details = details;
    this.destinations = destinations;
    this.mask = mask;
    this.clock = clock;
    this.accounts = new Accounts(cluster, settings.namespace());
    this.sessions = new Sessions(accounts.tokenKey(), clock);
    this.applications = new Applications(cluster, settings.namespace());
  }

  /** Puts everything on {@code server}. */
  public void mount(ServerBuilder server) {
    var session = new SessionApi(accounts, sessions, clock);
    var routes = new Routes(server, session::userOf);
    session.mount(routes);
    new SettingsApi(cluster, settings).mount(routes);
    new ApplicationApi(cluster, settings.namespace(), applications, details, clock).mount(routes);
    new DiffApi(applications, details).mount(routes);
    new SourceApi(settings.namespace(), applications, details).mount(routes);
    new ResourceApi(cluster, applications, details, destinations, mask).mount(routes);
    new ActionApi(cluster, settings.namespace(), applications, details, destinations, clock)
        .mount(routes);
    new AutomationApi(applications, details, clock).mount(routes);
    new StreamApi(applications, details).mount(routes);
    new ProjectApi(cluster, settings.namespace(), applications).mount(routes);
    new RepositoryApi(cluster, settings.namespace(), applications, details, clock).mount(routes);
    new ClusterApi(cluster, settings.namespace(), destinations, clock).mount(routes);
    new CredentialsApi(cluster, settings.namespace()).mount(routes);
    new CertificateApi(cluster, settings.namespace()).mount(routes);
    new GpgKeyApi(cluster, settings.namespace()).mount(routes);
    new Webhook(
            this::webhookSecret,
            this::webhookLimit,
            push -> push.urls().forEach(details::sourceChanged))
        .mount(routes);
    routes.open(
        HttpMethod.GET,
        "/healthz",
        _ -> HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "ok"));
    new Page().mount(server);
  }

  /** Waits until the first list of Applications is there. */
  public boolean awaitReady(Duration limit) {
    return applications.awaitSynced(limit);
  }

  /** A session token for the admin, for the config file of a demo. */
  public String adminToken() {
    return sessions.issue(Accounts.ADMIN);
  }

  /** {@code webhook.maxPayloadSizeMB} of {@code argocd-cm}, in bytes. */
  private long webhookLimit() {
    return cluster
        .get(
            io.syncline.kube.ResourceKind.of("", "v1", "ConfigMap", "configmaps", true),
            settings.namespace(),
            "argocd-cm")
        .map(map -> map.text("data", "webhook.maxPayloadSizeMB"))
        .filter(text -> text.matches("[1-9]\\d{0,4}"))
        .map(text -> Long.parseLong(text) << 20)
        .orElse(Webhook.DEFAULT_LIMIT);
  }

  private java.util.Optional<String> webhookSecret(String key) {
    return cluster
        .get(
            io.syncline.kube.ResourceKind.of("", "v1", "Secret", "secrets", true),
            settings.namespace(),
            "argocd-secret")
        .map(
            s ->
                new String(Base64.getDecoder().decode(s.text("data", key)), StandardCharsets.UTF_8))
        .filter(s -> !s.isEmpty());
  }

  @Override
  public void close() {
    applications.close();
  }
}
