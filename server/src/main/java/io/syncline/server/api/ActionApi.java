package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.engine.access.ProjectAccess;
import io.syncline.engine.actions.ActionException;
import io.syncline.engine.actions.ImpactedResource;
import io.syncline.engine.actions.ResourceAction;
import io.syncline.engine.actions.ResourceActions;
import io.syncline.engine.customization.ResourceCustomizations;
import io.syncline.engine.target.Scope;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.PatchType;
import io.syncline.kube.WriteOptions;
import io.syncline.merge.patch.JsonMergePatch;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import io.syncline.server.port.ApplicationDetails;
import io.syncline.server.port.Destinations;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Actions on live objects of an application: which there are, and to run one. */
public final class ActionApi {
  private static final String PATH = "/api/v1/applications/{name}/resource/actions";

  private final Cluster cluster;
  private final String namespace;
  private final Applications applications;
  private final OwnedObjects objects;
  private final Clock clock;

  /** The API over what {@code applications} own; projects and settings are in {@code namespace}. */
  public ActionApi(
      Cluster cluster,
      String namespace,
      Applications applications,
      ApplicationDetails details,
      Destinations destinations,
      Clock clock) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.applications = applications;
    this.objects = new OwnedObjects(details, destinations);
    this.clock = clock;
  }

  /** Puts the actions on their paths. */
  public void mount(Routes routes) {
    routes
        .on(HttpMethod.GET, PATH, this::list)
        .on(HttpMethod.POST, PATH, this::run)
        .on(HttpMethod.POST, PATH + "/v2", this::runWithParameters);
  }

  /** One request for an action. */
  private record Request(
      AppName application, OwnedObjects.Name object, String action, Map<String, String> params) {}

  private static OwnedObjects.Name queried(Call call) {
    return new OwnedObjects.Name(
        call.query("group"),
        call.query("kind"),
        call.query("namespace"),
        call.query("resourceName"));
  }

  private Object list(Call call) {
    var application = applications.named(call);
    var node = objects.node(application, queried(call));
    var live = OwnedObjects.live(objects.place(application), node);
    try {
      return ObjectTree.of(
          "actions", actions().list(live, clock.instant()).stream().map(ActionApi::view).toList());
    } catch (ActionException e) {
      throw failed(e);
    }
  }

  private static ObjectTree view(ResourceAction action) {
    var view = ObjectTree.of("name", action.name());
    if (!action.params().isEmpty()) {
      view = view.with("params", action.params().stream().map(ActionApi::param).toList());
    }
    if (action.disabled()) {
      view = view.with("disabled", true);
    }
    if (!action.iconClass().isEmpty()) {
      view = view.with("iconClass", action.iconClass());
    }
    return action.displayName().isEmpty() ? view : view.with("displayName", action.displayName());
  }

  private static ObjectTree param(ResourceAction.Param param) {
    var view = ObjectTree.of("name", param.name());
    view = param.value().isEmpty() ? view : view.with("value", param.value());
    view = param.type().isEmpty() ? view : view.with("type", param.type());
    return param.otherwise().isEmpty() ? view : view.with("default", param.otherwise());
  }

  /** The action as a JSON string, the object in the query. */
  private Object run(Call call) {
    if (!(call.value() instanceof String action)) {
      throw ApiException.invalid("request body is no action (expected: its name as a string)");
    }
    return run(call, new Request(applications.named(call), queried(call), action, Map.of()));
  }

  private Object runWithParameters(Call call) {
    var body = call.body();
    var params = new LinkedHashMap<String, String>();
    for (var param : Tree.items(body.get("resourceActionParameters"))) {
      params.put(Tree.text(param, "name"), Tree.text(param, "value"));
    }
    var object =
        new OwnedObjects.Name(
            Tree.text(body, "group"),
            Tree.text(body, "kind"),
            Tree.text(body, "namespace"),
            Tree.text(body, "resourceName"));
    return run(
        call, new Request(applications.named(call), object, Tree.text(body, "action"), params));
  }

  private Object run(Call call, Request request) {
    var application = new Application(applications.stored(request.application()));
    var node = objects.node(request.application(), request.object());
    var place = objects.place(request.application());
    var live = OwnedObjects.live(place, node);
    List<ImpactedResource> impacted;
    try {
      impacted = actions().run(live, request.action(), request.params(), clock.instant());
    } catch (ActionException e) {
      throw failed(e);
    }
    impacted.forEach(one -> check(application, place, live, one));
    for (var one : impacted) {
      if (one.operation() == ImpactedResource.Operation.CREATE) {
        place.create(one.object(), WriteOptions.by(Kinds.MANAGER));
      } else {
        patch(place, one.object());
      }
    }
    tell(call, application, place, live, request.action());
    return ObjectTree.EMPTY;
  }

  /** An action reaches no further than the project of the application does. */
  private void check(
      Application application, Cluster place, Manifest live, ImpactedResource impacted) {
    var object = impacted.object();
    if (impacted.operation() == ImpactedResource.Operation.PATCH
        && !object.key().equals(live.key())
        && place
            .get(place.kind(object.apiVersion(), object.kind()), object.namespace(), object.name())
            .isEmpty()) {
      throw ApiException.notFound(object.kind() + " \"" + object.name() + "\" not found");
    }
    if (object.key().equals(live.key())) {
      return;
    }
    var project =
        cluster
            .get(Kinds.PROJECT, namespace, application.project())
            .map(Project::new)
            .orElseThrow(
                () -> ApiException.invalid("project " + application.project() + " not found"));
    var kind = place.kind(object.apiVersion(), object.kind());
    ProjectAccess.of(project)
        .refusal(
            object, kind.namespaced() ? Scope.NAMESPACED : Scope.CLUSTER, application.destination())
        .ifPresent(
            why -> {
              throw new ApiException(ApiException.Code.PERMISSION_DENIED, why);
            });
  }

  /** Writes what changed; the status of kinds that keep it apart goes its own way. */
  private static void patch(Cluster place, Manifest wanted) {
    var kind = place.kind(wanted.apiVersion(), wanted.kind());
    var live =
        place
            .get(kind, wanted.namespace(), wanted.name())
            .orElseThrow(
                () ->
                    ApiException.notFound(wanted.kind() + " \"" + wanted.name() + "\" not found"));
    var patch = JsonMergePatch.diff(live.root(), wanted.root());
    var status = patch.get("status");
    var rest = patch.without("status");
    var options = WriteOptions.by(Kinds.MANAGER);
    if (!rest.isEmpty()) {
      place.patch(kind, live.key(), "", PatchType.MERGE, rest, options);
    }
    if (status == null) {
      return;
    }
    var alone = ObjectTree.of("status", status);
    try {
      place.patch(kind, live.key(), "status", PatchType.MERGE, alone, options);
    } catch (ClusterException e) {
      if (!e.notFound()) {
        throw e;
      }
      place.patch(kind, live.key(), "", PatchType.MERGE, alone, options);
    }
  }

  private void tell(
      Call call, Application application, Cluster place, Manifest live, String action) {
    var what = call.user() + " ran action " + action;
    var key = live.key();
    Happenings.write(
        cluster,
        application.manifest(),
        "ResourceActionRan",
        what + " on resource " + key.group() + "/" + key.kind() + "/" + key.name(),
        clock.instant());
    Happenings.write(place, live, "ResourceActionRan", what, clock.instant());
  }

  /** Always by the settings as they are now. */
  private ResourceActions actions() {
    var settings = new LinkedHashMap<String, String>();
    cluster
        .get(Kinds.CONFIG_MAP, namespace, "argocd-cm")
        .map(map -> Tree.object(map.at("data")))
        .orElse(ObjectTree.EMPTY)
        .forEach((key, value) -> settings.put(key, String.valueOf(value)));
    return new ResourceActions(ResourceCustomizations.read(settings));
  }

  private static ApiException failed(ActionException e) {
    return ApiException.invalid(String.valueOf(e.getMessage()));
  }
}
