package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.kube.Cluster;
import io.syncline.kube.Deletion;
import io.syncline.kube.Selection;
import io.syncline.kube.WriteOptions;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;

/** {@code /api/v1/projects}. */
public final class ProjectApi {
  private static final String BASE = "/api/v1/projects";

  private final Cluster cluster;
  private final String namespace;
  private final Applications applications;

  /** The API over AppProjects in {@code namespace}. */
  public ProjectApi(Cluster cluster, String namespace, Applications applications) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.applications = applications;
  }

  /** Puts the resource on its paths. */
  public void mount(Routes routes) {
    routes
        .on(
            HttpMethod.GET,
            BASE,
            _ ->
                Views.list(
                    cluster.list(Kinds.PROJECT, Selection.in(namespace)).items().stream()
                        .map(ApplicationApi::shown)
                        .toList()))
        .on(HttpMethod.POST, BASE, this::create)
        .on(HttpMethod.GET, BASE + "/{name}", call -> ApplicationApi.shown(stored(call)))
        .on(HttpMethod.PUT, BASE + "/{name}", this::update)
        .on(HttpMethod.DELETE, BASE + "/{name}", this::delete);
  }

  private Manifest stored(Call call) {
    return cluster
        .get(Kinds.PROJECT, namespace, call.path("name"))
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "appprojects.argoproj.io \"" + call.path("name") + "\" not found"));
  }

  private Object create(Call call) {
    var body = Tree.object(call.body().get("project"));
    var name = Tree.text(body, "metadata", "name");
    if (name.isEmpty()) {
      throw ApiException.invalid("project has no metadata.name");
    }
    var wanted =
        new Manifest(
            Tree.with(
                body.with("apiVersion", Application.API_VERSION).with("kind", "AppProject"),
                namespace,
                "metadata",
                "namespace"));
    var known = cluster.get(Kinds.PROJECT, namespace, name);
    if (known.isEmpty()) {
      return ApplicationApi.shown(cluster.create(wanted, WriteOptions.by(Kinds.MANAGER)));
    }
    if (Tree.object(known.get().at("spec")).equals(Tree.object(wanted.at("spec")))) {
      return ApplicationApi.shown(known.get());
    }
    if (!Tree.flag(call.body(), "upsert")) {
      throw ApiException.invalid(
          "existing project spec is different, use upsert flag to force update");
    }
    return write(known.get(), wanted);
  }

  private Object update(Call call) {
    return write(stored(call), new Manifest(Tree.object(call.body().get("project"))));
  }

  private ObjectTree write(Manifest known, Manifest wanted) {
    return ApplicationApi.shown(
        cluster.update(known.with(wanted.at("spec"), "spec"), WriteOptions.by(Kinds.MANAGER)));
  }

  private Object delete(Call call) {
    var name = stored(call).name();
    if (name.equals("default")) {
      throw ApiException.invalid(
          "project default cannot be deleted (every application without a project uses it)");
    }
    var users =
        applications.all().stream()
            .map(Application::new)
            .filter(a -> a.project().equals(name))
            .map(Application::name)
            .toList();
    if (!users.isEmpty()) {
      throw ApiException.precondition(
          "project is referenced by "
              + users.size()
              + " applications ("
              + String.join(", ", users)
              + ")");
    }
    cluster.delete(
        Kinds.PROJECT,
        new ObjectKey(Application.GROUP, "AppProject", namespace, name),
        Deletion.of(Deletion.Propagation.BACKGROUND));
    return ObjectTree.EMPTY;
  }
}
