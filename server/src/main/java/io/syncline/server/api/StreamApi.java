package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.ApplicationDetails;
import io.syncline.server.http.Call;
import io.syncline.server.http.EventStream;
import io.syncline.server.http.Routes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/v1/stream}: news of applications and of their resource trees (semantics 31.2). */
public final class StreamApi {
  private final String namespace;
  private final Applications applications;
  private final ApplicationDetails details;

  /** Streams over Applications in {@code namespace}. */
  public StreamApi(String namespace, Applications applications, ApplicationDetails details) {
    this.namespace = namespace;
    this.applications = applications;
    this.details = details;
  }

  /** Puts the streams on their paths. */
  public void mount(Routes routes) {
    routes
        .on(HttpMethod.GET, "/api/v1/stream/applications", this::applications)
        .on(HttpMethod.GET, "/api/v1/stream/applications/{name}/resource-tree", this::tree);
  }

  private Object applications(Call call) {
    var name = call.query("name");
    var since = version(call.query("resourceVersion"));
    var fields = call.query("fields");
    return EventStream.open(
        call,
        stream -> {
          var filter = new Filter(call, stream, fields);
          var subscription = applications.listen(filter::tell);
          applications
              .all()
              .values()
              .forEach(
                  m -> {
                    if (since == 0 || !name.isEmpty() || version(m.resourceVersion()) > since) {
                      filter.tell(new Applications.News("ADDED", m));
                    }
                  });
          return subscription;
        });
  }

  private static long version(String text) {
    return text.isEmpty() || !text.chars().allMatch(Character::isDigit) ? 0 : Long.parseLong(text);
  }

  /** Passes on what the caller asked for, and nothing twice. */
  private static final class Filter {
    private final EventStream stream;
    private final String fields;
    private final String name;
    private final String selector;
    private final List<String> projects;
    private final Map<String, Object> last = new HashMap<>();

    Filter(Call call, EventStream stream, String fields) {
      this.stream = stream;
      // Paths of the answer start at "result": callers write "result.application.…".
      this.fields = fields.replace("result.", "");
      this.name = call.query("name");
      this.selector = call.query("selector");
      this.projects = java.util.stream.Stream.concat(call.queries("projects").stream(), call.queries("project").stream()).toList();
    }

    synchronized void tell(Applications.News news) {
      var app = news.application();
      var project = app.text("spec", "project");
      if (!name.isEmpty() && !name.equals(app.name())
          || !projects.isEmpty() && !projects.contains(project.isEmpty() ? "default" : project)
          || !Views.selected(app.labels(), selector)) {
        return;
      }
      var shown =
          Views.prune(
              ObjectTree.of("type", news.type(), "application", ApplicationApi.shown(app)), fields);
      var body = Tree.object(shown);
      if (news.type().equals("DELETED")) {
        last.remove(app.name());
      } else if (comparable(body).equals(last.put(app.name(), comparable(body)))) {
        return;
      }
      stream.send(body);
    }

    private static Object comparable(ObjectTree body) {
      return Tree.object(body.get("application"));
    }
  }

  private Object tree(Call call) {
    var name = call.path("name");
    return EventStream.open(
        call,
        stream -> {
          var subscription =
              details.onChange(
                  (ns, app) -> {
                    if (app.equals(name) && ns.equals(namespace)) {
                      send(stream, name);
                    }
                  });
          send(stream, name);
          return subscription;
        });
  }

  private void send(EventStream stream, String name) {
    details.detail(namespace, name).ifPresent(d -> stream.send(Views.tree(d.nodes())));
  }
}
