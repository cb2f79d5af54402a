package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.git.secret.RepositoryBook;
import io.syncline.git.secret.RepositorySecret;
import io.syncline.kube.Cluster;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.api.RepositorySecrets.Purpose;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import io.syncline.server.port.ApplicationDetails;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * {@code /api/v1/repositories} and {@code /write-repositories}: what Secrets configure, without the
 * secrets. Repositories that applications use without a Secret are listed too.
 */
public final class RepositoryApi {
  private static final String STATE = "connectionState";

  private final RepositorySecrets secrets;
  private final RepositorySecrets pushing;
  private final RepositorySecrets templates;
  private final Applications applications;
  private final ApplicationDetails details;
  private final Clock clock;

  /** The API over Secrets in {@code namespace}. */
  public RepositoryApi(
      Cluster cluster,
      String namespace,
      Applications applications,
      ApplicationDetails details,
      Clock clock) {
    this.secrets = new RepositorySecrets(cluster, namespace, Purpose.REPOSITORY);
    this.pushing = new RepositorySecrets(cluster, namespace, Purpose.WRITE_REPOSITORY);
    this.templates = new RepositorySecrets(cluster, namespace, Purpose.CREDENTIALS);
    this.applications = applications;
    this.details = details;
    this.clock = clock;
  }

  /** Puts the resources on their paths. */
  public void mount(Routes routes) {
    routes
        .on(HttpMethod.GET, "/api/v1/repositories", call -> Views.list(repositories(now(call))))
        .on(HttpMethod.POST, "/api/v1/repositories", call -> create(call, secrets))
        .on(HttpMethod.GET, "/api/v1/repositories/{repo}", this::get)
        .on(HttpMethod.PUT, "/api/v1/repositories/{repo}", this::replace)
        .on(HttpMethod.DELETE, "/api/v1/repositories/{repo}", call -> delete(call, secrets))
        .on(HttpMethod.POST, "/api/v1/repositories/{repo}/validate", this::validate)
        .on(HttpMethod.GET, "/api/v1/repositories/{repo}/refs", this::references)
        .on(HttpMethod.GET, "/api/v1/repositories/{repo}/apps", this::folders)
        .on(HttpMethod.GET, "/api/v1/repositories/{repo}/helmcharts", this::charts)
        .on(HttpMethod.GET, "/api/v1/repositories/{repo}/oci-tags", this::tags)
        .on(HttpMethod.GET, "/api/v1/write-repositories", _ -> Views.list(shown(pushing)))
        .on(HttpMethod.POST, "/api/v1/write-repositories", call -> create(call, pushing))
        .on(HttpMethod.DELETE, "/api/v1/write-repositories/{repo}", call -> delete(call, pushing));
  }

  private static boolean now(Call call) {
    return call.flag("forceRefresh", false);
  }

  /** A repository as it is shown, apart from whether it can be reached. */
  private record Shown(String url, String project, ObjectTree tree) {}

  private List<ObjectTree> repositories(boolean now) {
    var found = new TreeMap<String, Shown>();
    var book = new RepositoryBook(List.of(), templates.all(), java.util.Map.of(), "");
    for (var secret : secrets.all()) {
      var url = RepositorySecrets.field(secret, "url");
      var project = RepositorySecrets.field(secret, "project");
      var tree = secrets.shown(secret);
      if (!RepositorySecret.of(secret).hasCredentials() && book.template(url).isPresent()) {
        tree = tree.with("inheritedCreds", true);
      }
      found.put(url + "\n" + project, new Shown(url, project, tree));
    }
    for (var app : applications.all()) {
      var project = new Application(app).project();
      for (var source : new Application(app).sources()) {
        var url = source.repoUrl();
        if (!found.containsKey(url + "\n" + project)) {
          var type = !source.chart().isEmpty() ? "helm" : url.startsWith("oci://") ? "oci" : "git";
          found.putIfAbsent(
              url + "\n", new Shown(url, project, ObjectTree.of("repo", url, "type", type)));
        }
      }
    }
    return withStates(List.copyOf(found.values()), now);
  }

  /** All are asked at the same time, so that one that does not answer delays the others once. */
  private List<ObjectTree> withStates(List<Shown> repositories, boolean now) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var states =
          repositories.stream()
              .map(one -> CompletableFuture.supplyAsync(() -> state(one, now), threads))
              .toList();
      var shown = new ArrayList<ObjectTree>();
      for (var i = 0; i < repositories.size(); i++) {
        var state = states.get(i).join();
        shown.add(Tree.with(repositories.get(i).tree(), state, STATE));
      }
      return shown;
    }
  }

  private static List<ObjectTree> shown(RepositorySecrets some) {
    return some.all().stream().map(some::shown).toList();
  }

  private ObjectTree state(Shown one, boolean now) {
    return details
        .repositoryProblem(one.url(), one.project(), now)
        .map(problem -> state("Failed", problem))
        .orElseGet(() -> state("Successful", ""));
  }

  private ObjectTree state(String status, String message) {
    return ObjectTree.of(
        "status", status, "message", message, "attemptedAt", clock.instant().toString());
  }

  private Object get(Call call) {
    var url = call.path("repo");
    var project = call.query("appProject");
    return repositories(now(call)).stream()
        .filter(r -> Tree.text(r, "repo").equals(url))
        .filter(r -> project.isEmpty() || Tree.text(r, "project").equals(project))
        .findFirst()
        .orElseThrow(() -> ApiException.notFound("repo '" + url + "' not found"));
  }

  private Object references(Call call) {
    var refs =
        read(() -> details.references(call.path("repo"), call.query("appProject"), now(call)));
    return ObjectTree.of("branches", Tree.list(refs.branches()), "tags", Tree.list(refs.tags()));
  }

  private Object folders(Call call) {
    var found =
        read(
            () ->
                details.folders(
                    call.path("repo"), call.query("revision"), call.query("appProject")));
    var items = new ArrayList<ObjectTree>();
    found.forEach((path, type) -> items.add(ObjectTree.of("type", type, "path", path)));
    return ObjectTree.of("items", Tree.list(items));
  }

  private Object charts(Call call) {
    var found = read(() -> details.charts(call.path("repo"), call.query("appProject"), now(call)));
    var items = new ArrayList<ObjectTree>();
    found.forEach(
        (name, versions) ->
            items.add(ObjectTree.of("name", name, "versions", Tree.list(versions))));
    return ObjectTree.of("items", Tree.list(items));
  }

  private Object tags(Call call) {
    var tags = read(() -> details.tags(call.path("repo"), call.query("appProject"), now(call)));
    return ObjectTree.of("tags", Tree.list(tags));
  }

  private static <T> T read(Supplier<T> question) {
    try {
      return question.get();
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(String.valueOf(e.getMessage()));
    }
  }

  private Object create(Call call, RepositorySecrets into) {
    var body = call.body();
    var url = RepositoryChecks.url(body, "repo");
    RepositoryChecks.require(body, url, false);
    var wanted = into.secret(body, url);
    var known = into.find(url, Tree.text(body, "project"));
    if (known.isPresent() && !call.flag("upsert", false)) {
      if (RepositorySecrets.isSame(known.get(), wanted)) {
        return into.shown(known.get());
      }
      throw ApiException.invalid(
          "existing repository spec is different; use upsert flag to force update");
    }
    return save(call, into, known, wanted);
  }

  private Object save(
      Call call, RepositorySecrets into, Optional<Manifest> known, Manifest wanted) {
    if (call.flag("skipConnectionTest", false)) {
      return Tree.with(into.shown(into.save(known, wanted)), state("Unknown", ""), STATE);
    }
    requireReachable(wanted);
    return Tree.with(into.shown(into.save(known, wanted)), state("Successful", ""), STATE);
  }

  private void requireReachable(Manifest secret) {
    details
        .repositoryProblem(secret)
        .ifPresent(
            problem -> {
              throw ApiException.invalid("error testing repository connectivity: " + problem);
            });
  }

  private Object replace(Call call) {
    var url = call.path("repo");
    var body = call.body();
    RepositoryChecks.require(body, url, false);
    var known = secrets.require(url, Tree.text(body, "project"));
    // As Argo CD has it: who replaces what is known need not reach the repository right now.
    return secrets.shown(secrets.save(Optional.of(known), secrets.secret(body, url)));
  }

  /** Whether it could be added, without doing so. */
  private Object validate(Call call) {
    var value = call.value();
    // The gateway of Argo CD sends the text of the URL alone.
    var body = value instanceof ObjectTree tree ? tree : ObjectTree.EMPTY;
    var url = call.path("repo");
    RepositoryChecks.require(body, url, false);
    requireReachable(secrets.secret(body, url));
    return ObjectTree.EMPTY;
  }

  private static Object delete(Call call, RepositorySecrets from) {
    from.remove(from.require(call.path("repo"), call.query("appProject")));
    return ObjectTree.EMPTY;
  }
}
