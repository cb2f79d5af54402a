package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.engine.status.StatusBounds;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.Deletion;
import io.syncline.kube.PatchType;
import io.syncline.kube.WriteOptions;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import io.syncline.server.port.ApplicationDetails;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** {@code /api/v1/applications}: the objects themselves and the operations people ask for. */
public final class ApplicationApi {
  private static final String BASE = "/api/v1/applications";

  /** How often a write is made again because somebody else wrote meanwhile. */
  private static final int CONFLICTS = 10;

  private static final Duration REFRESH_LIMIT = Duration.ofMinutes(1);
  private static final String FINALIZER = "resources-finalizer.argocd.argoproj.io";

  private final Cluster cluster;
  private final Windows windows;
  private final Settings parameters;
  private final Applications applications;
  private final ApplicationDetails details;
  private final Clock clock;

  /** The API over {@code applications}; their projects are in {@code namespace}. */
  public ApplicationApi(
      Cluster cluster,
      String namespace,
      Applications applications,
      ApplicationDetails details,
      Clock clock) {
    this.cluster = cluster;
    this.windows = new Windows(cluster, namespace);
    this.parameters = new Settings(cluster, namespace, "argocd-cmd-params-cm");
    this.applications = applications;
    this.details = details;
    this.clock = clock;
  }

  /** Puts the resource on its paths. */
  public void mount(Routes routes) {
    var one = BASE + "/{name}";
    routes
        .on(HttpMethod.GET, BASE, this::list)
        .on(HttpMethod.POST, BASE, this::create)
        .on(HttpMethod.GET, one, this::get)
        .on(HttpMethod.PUT, one, this::update)
        .on(HttpMethod.PATCH, one, this::patch)
        .on(HttpMethod.DELETE, one, this::delete)
        .on(HttpMethod.PUT, one + "/spec", this::updateSpec)
        .on(HttpMethod.POST, one + "/sync", this::sync)
        .on(HttpMethod.POST, one + "/rollback", this::rollback)
        .on(HttpMethod.DELETE, one + "/operation", this::terminate)
        .on(HttpMethod.GET, one + "/resource-tree", call -> Views.tree(detail(call)))
        .on(HttpMethod.GET, one + "/managed-resources", this::managedResources)
        .on(HttpMethod.GET, one + "/revisions/{revision}/metadata", this::revision)
        .on(HttpMethod.GET, one + "/revisions/{revision}/contained", this::contained)
        .on(HttpMethod.GET, one + "/syncwindows", this::syncWindows)
        .on(HttpMethod.GET, one + "/links", _ -> ObjectTree.of("items", List.of()));
  }

  private Object list(Call call) {
    var where = call.query("appNamespace");
    var projects = new ArrayList<>(call.queries("projects"));
    projects.addAll(call.queries("project"));
    var name = call.query("name");
    var repo = call.query("repo");
    var items = new ArrayList<ObjectTree>();
    for (var manifest : applications.all()) {
      var app = new Application(manifest);
      if ((projects.isEmpty() || projects.contains(app.project()))
          && (name.isEmpty() || name.equals(app.name()))
          && (where.isEmpty() || where.equals(app.namespace()))
          && (repo.isEmpty() || app.sources().stream().anyMatch(s -> s.repoUrl().equals(repo)))
          && Views.selected(manifest.labels(), call.query("selector"))) {
        items.add(seen(details, manifest));
      }
    }
    return Views.prune(Views.list(items), call.query("fields"));
  }

  private Object get(Call call) {
    var name = applications.named(call);
    var refresh = call.query("refresh");
    if (refresh.isEmpty()) {
      return Views.prune(seen(details, applications.existing(name)), call.query("fields"));
    }
    applications.existing(name);
    var word = refresh.equals("hard") ? "hard" : "normal";
    var stamp = clock.instant().toString();
    var written =
        applications.patch(
            name,
            ObjectTree.of(
                "metadata",
                ObjectTree.of(
                    "annotations",
                    ObjectTree.of(
                        Application.REFRESH,
                        word,
                        "argocd.argoproj.io/refresh-timestamp",
                        stamp))));
    // Rendering may take longer than the server gives other requests.
    call.context().clearRequestTimeout();
    var since = Long.parseLong(written.resourceVersion());
    var done =
        applications.await(
            name,
            m ->
                Long.parseLong(m.resourceVersion()) > since
                    && m.annotation(Application.REFRESH).isEmpty(),
            REFRESH_LIMIT);
    var fresh =
        done.orElseThrow(
            () ->
                new ApiException(
                    ApiException.Code.UNAVAILABLE,
                    "application "
                        + name.name()
                        + " was not refreshed within "
                        + REFRESH_LIMIT.toSeconds()
                        + " s"));
    return Views.prune(seen(details, fresh), call.query("fields"));
  }

  private Object create(Call call) {
    var body = call.body().without("operation").without("status");
    var name = Tree.text(body, "metadata", "name");
    if (name.isEmpty()) {
      throw ApiException.invalid("application has no metadata.name");
    }
    var wanted = SpecCheck.require(details, normalised(body), call.flag("validate", true));
    var known = cluster.get(Kinds.APPLICATION, wanted.namespace(), name);
    if (known.isEmpty()) {
      var created = cluster.create(wanted, WriteOptions.by(Kinds.MANAGER));
      return seen(details, told(call, created, "ResourceCreated", "created application"));
    }
    if (same(known.get(), wanted)) {
      return seen(details, known.get());
    }
    if (!call.flag("upsert", false)) {
      throw ApiException.invalid(
          "existing application spec is different, use upsert flag to force update");
    }
    var replaced = replace(known.get(), merged(known.get(), wanted));
    return seen(details, told(call, replaced, "ResourceUpdated", "updated application"));
  }

  /** An upsert says which labels and annotations there are to be, not that there are no others. */
  private static Manifest merged(Manifest known, Manifest wanted) {
    var next = wanted;
    for (var field : List.of("labels", "annotations")) {
      var all = Tree.object(known.at("metadata", field));
      for (var added : Tree.object(wanted.at("metadata", field)).entrySet()) {
        all = all.with(added.getKey(), added.getValue());
      }
      if (!all.isEmpty()) {
        next = next.with(all, "metadata", field);
      }
    }
    return next;
  }

  /** {@code application}, once what somebody did with it is written down. */
  private Manifest told(Call call, Manifest application, String reason, String what) {
    Happenings.write(cluster, application, reason, call.user() + " " + what, clock.instant());
    return application;
  }

  private Manifest normalised(ObjectTree body) {
    var tree = body.with("apiVersion", Application.API_VERSION).with("kind", "Application");
    var where = applications.named(Tree.text(tree, "metadata", "namespace"), "").namespace();
    tree = Tree.with(tree, where, "metadata", "namespace");
    if (Tree.text(tree, "spec", "project").isEmpty()) {
      tree = Tree.with(tree, "default", "spec", "project");
    }
    return new Manifest(tree);
  }

  private static boolean same(Manifest known, Manifest wanted) {
    return Tree.object(known.at("spec")).equals(Tree.object(wanted.at("spec")))
        && known.labels().equals(wanted.labels())
        && known.annotations().equals(wanted.annotations())
        && known.finalizers().equals(wanted.finalizers());
  }

  private Manifest replace(Manifest known, Manifest wanted) {
    return rewritten(AppName.of(known), stored -> replaced(stored, wanted));
  }

  private static Manifest replaced(Manifest known, Manifest wanted) {
    var next = known.with(wanted.at("spec"), "spec");
    for (var field : List.of("labels", "annotations", "finalizers")) {
      var value = wanted.at("metadata", field);
      next = value == null ? next.without("metadata", field) : next.with(value, "metadata", field);
    }
    return next;
  }

  private Object update(Call call) {
    var wanted = normalised(call.body());
    var known = applications.stored(new AppName(wanted.namespace(), call.path("name")));
    return seen(details, replace(known, wanted));
  }

  private Object updateSpec(Call call) {
    var name = applications.named(call);
    var body = call.body();
    var spec = Tree.text(body, "project").isEmpty() ? body.with("project", "default") : body;
    SpecCheck.require(
        details, applications.stored(name).with(spec, "spec"), call.flag("validate", true));
    var written = rewritten(name, known -> known.with(spec, "spec"));
    told(call, written, "ResourceUpdated", "updated application spec");
    return Tree.object(written.at("spec"));
  }

  /** The controller writes its status at any time: that is no reason to refuse a person. */
  private Manifest rewritten(AppName name, UnaryOperator<Manifest> change) {
    for (var left = CONFLICTS; ; left--) {
      try {
        return applications.update(change.apply(applications.stored(name)));
      } catch (ClusterException e) {
        if (!e.conflict() || left == 0) {
          throw e;
        }
      }
    }
  }

  private Object patch(Call call) {
    var body = call.body();
    var name = applications.named(call);
    applications.existing(name);
    var patch = Call.inner("patch", Tree.text(body, "patch"));
    var type =
        switch (Tree.text(body, "patchType")) {
          case "json", "" -> PatchType.JSON;
          case "merge" -> PatchType.MERGE;
          default ->
              throw ApiException.invalid(
                  "unknown patchType \""
                      + Tree.text(body, "patchType")
                      + "\" (expected: json or merge)");
        };
    return seen(details, applications.patch(name, type, patch));
  }

  private Object delete(Call call) {
    var name = applications.named(call);
    var app = applications.stored(name);
    var cascade = call.flag("cascade", true);
    var policy = call.query("propagationPolicy");
    if (!cascade && !policy.isEmpty()) {
      throw ApiException.invalid("cannot set propagation policy when cascading is disabled");
    }
    var finalizer =
        switch (policy) {
          case "", "foreground" -> FINALIZER;
          case "background" -> FINALIZER + "/background";
          default ->
              throw ApiException.invalid(
                  "invalid propagation policy \""
                      + policy
                      + "\" (expected: foreground or background)");
        };
    if (!app.deleting()) {
      var others =
          new ArrayList<>(app.finalizers().stream().filter(f -> !f.startsWith(FINALIZER)).toList());
      if (cascade) {
        others.add(finalizer);
      }
      if (!others.equals(app.finalizers())) {
        applications.patch(name, ObjectTree.of("metadata", ObjectTree.of("finalizers", others)));
      }
    }
    cluster.delete(Kinds.APPLICATION, name.key(), Deletion.of(Deletion.Propagation.BACKGROUND));
    told(call, app, "ResourceDeleted", "deleted application");
    return ObjectTree.EMPTY;
  }

  private Object sync(Call call) {
    var app = new Application(applications.stored(applications.named(call)));
    windows.requireOpen(app, clock.instant());
    AutomationApi.requireNotHeld(app, call.body(), clock.instant());
    Operations.notBusy(app);
    // Repositories may take longer than the server gives other requests.
    call.context().clearRequestTimeout();
    var revisions = AskedRevisions.of(app, call.body(), details);
    var operation = Operations.sync(app, call.body(), revisions, call.user());
    requireReplaceAllowed(operation);
    var begun = request(app, operation);
    told(call, app.manifest(), "OperationStarted", Operations.said(app, call.body(), revisions));
    return begun;
  }

  /** An installation may not want objects to be replaced. */
  private void requireReplaceAllowed(ObjectTree operation) {
    if (Tree.items(Tree.at(operation, "sync", "syncOptions")).contains("Replace=true")
        && "false".equals(parameters.read().get("server.sync.replace.allowed"))) {
      throw ApiException.precondition(
          "sync with replace was disabled on the API Server level via the server configuration");
    }
  }

  private Object rollback(Call call) {
    var app = new Application(applications.stored(applications.named(call)));
    AutomationApi.requireNotHeld(app, call.body(), clock.instant());
    var begun = request(app, Operations.rollback(app, call.body(), call.user()));
    var id = Tree.number(call.body(), 0, "id");
    told(call, app.manifest(), "OperationStarted", "initiated rollback to " + id);
    return begun;
  }

  /** The resourceVersion makes two people who press at once get one operation and one refusal. */
  private Object request(Application app, ObjectTree operation) {
    try {
      return seen(
          details,
          applications.patch(
              AppName.of(app.manifest()),
              new ObjectTree.Builder(3)
                  .put(
                      "metadata",
                      ObjectTree.of("resourceVersion", app.manifest().resourceVersion()))
                  .put("operation", operation)
                  .put("status", new ObjectTree.Builder(1).put("operationState", null).build())
                  .build()));
    } catch (ClusterException e) {
      if (!e.conflict()) {
        throw e;
      }
      var again = new Application(applications.stored(AppName.of(app.manifest())));
      if (again.operation().isPresent()) {
        throw ApiException.precondition("another operation is already in progress");
      }
      return request(again, operation);
    }
  }

  private Object terminate(Call call) {
    var name = applications.named(call);
    var app = applications.stored(name);
    if (app.at("operation") == null || app.at("status", "operationState") == null) {
      throw ApiException.invalid("Unable to terminate operation. No operation is in progress");
    }
    applications.patch(
        name,
        ObjectTree.of(
            "status", ObjectTree.of("operationState", ObjectTree.of("phase", "Terminating"))));
    return ObjectTree.EMPTY;
  }

  private Object syncWindows(Call call) {
    var app = new Application(applications.existing(applications.named(call)));
    return windows.view(app, clock.instant());
  }

  private Object managedResources(Call call) {
    var resources =
        detail(call).resources().stream()
            .filter(r -> fits(call.query("namespace"), r.key().namespace()))
            .filter(r -> fits(call.query("name"), r.key().name()))
            .filter(r -> fits(call.query("kind"), r.key().kind()))
            .filter(r -> fits(call.query("group"), r.key().group()))
            .toList();
    return Views.prune(Views.managed(resources), call.query("fields"));
  }

  private static boolean fits(String wanted, String have) {
    return wanted.isEmpty() || wanted.equals(have);
  }

  private Object revision(Call call) {
    var name = applications.named(call);
    applications.existing(name);
    return details
        .commit(name.namespace(), name.name(), call.path("revision"))
        .map(
            c ->
                ObjectTree.of(
                    "author",
                    c.author(),
                    "date",
                    c.date(),
                    "tags",
                    c.tags(),
                    "message",
                    c.message()))
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "application "
                        + name.name()
                        + ": no commit "
                        + call.path("revision")
                        + " in its repository"));
  }

  /** Ours, not Argo CD's: whether what is synced contains a commit. */
  private Object contained(Call call) {
    var app = applications.existing(applications.named(call));
    var head = app.text("status", "sync", "revision");
    var commit = call.path("revision");
    return ObjectTree.of(
        "revision",
        head,
        "contained",
        !head.isEmpty() && details.contains(app.namespace(), app.name(), commit, head));
  }

  private ApplicationDetails.Detail detail(Call call) {
    var app = applications.existing(applications.named(call));
    return details
        .detail(app.namespace(), app.name())
        .orElse(new ApplicationDetails.Detail(List.of(), List.of(), List.of()));
  }

  /** An Application as the API shows it: Argo CD leaves kind, version and managed fields out. */
  static ObjectTree shown(Manifest application) {
    return application
        .without("metadata", "managedFields")
        .root()
        .without("apiVersion")
        .without("kind");
  }

  /** As {@link #shown}, whole and with the health of its objects. */
  static ObjectTree seen(ApplicationDetails details, Manifest application) {
    var whole = StatusBounds.cut(application.root()) ? details.whole(application) : application;
    return ResourceHealth.filled(
        shown(whole), () -> details.detail(application.namespace(), application.name()));
  }
}
