package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.ManagedResource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import io.syncline.server.port.ApplicationDetails;
import java.util.ArrayList;
import java.util.List;

/** {@code server-side-diff}: what an application would become by the word of its API server. */
public final class DiffApi {
  private static final String PATH = "/api/v1/applications/{name}/server-side-diff";

  private final Applications applications;
  private final ApplicationDetails details;

  /** Compares on request. */
  public DiffApi(Applications applications, ApplicationDetails details) {
    this.applications = applications;
    this.details = details;
  }

  /** Puts the comparison on its path: by query, and by body since manifests are long. */
  public void mount(Routes routes) {
    routes
        .on(HttpMethod.GET, PATH, call -> compare(call, call.queries("targetManifests")))
        .on(
            HttpMethod.POST,
            PATH,
            call ->
                compare(
                    call,
                    Tree.items(call.body().get("targetManifests")).stream()
                        .map(String::valueOf)
                        .toList()));
  }

  private Object compare(Call call, List<String> manifests) {
    var app = new Application(applications.stored(applications.named(call)));
    var targets = new ArrayList<Manifest>();
    for (var json : manifests) {
      targets.add(new Manifest(object(json)));
    }
    try {
      var resources = details.comparedByServer(app.namespace(), app.name(), targets);
      var answer = Views.managed(resources);
      return answer.with("modified", resources.stream().anyMatch(DiffApi::differs));
    } catch (IllegalArgumentException e) {
      throw ApiException.precondition(String.valueOf(e.getMessage()));
    }
  }

  private static boolean differs(ManagedResource resource) {
    return !resource.hook()
        && (resource.modified() || resource.live().isEmpty() || resource.target().isEmpty());
  }

  private static ObjectTree object(String json) {
    if (Call.inner("targetManifests", json) instanceof ObjectTree tree) {
      return tree;
    }
    throw ApiException.invalid("targetManifests has what is no object (expected: objects as JSON)");
  }
}
