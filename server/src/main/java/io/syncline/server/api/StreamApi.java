package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.Call;
import io.syncline.server.http.EventStream;
import io.syncline.server.http.Routes;
import io.syncline.server.port.ApplicationDetails;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/v1/stream}: news of applications and of their resource trees (semantics 31.2). */
public final class StreamApi {
  private final Applications applications;
  private final ApplicationDetails details;

  /** Streams over {@code applications}. */
  public StreamApi(Applications applications, ApplicationDetails details) {
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
    var since = call.number("resourceVersion", 0);
    var fields = call.query("fields");
    return EventStream.open(
        call,
        stream -> {
          var filter = new Filter(call, stream, fields);
          // News wait meanwhile, so that no older state is told after a newer one.
          synchronized (filter) {
            var subscription = applications.listen(filter::tell);
            for (var known : applications.all()) {
              if (since == 0
                  || !name.isEmpty()
                  || Long.parseLong(known.resourceVersion()) > since) {
                filter.tell(new Applications.News("ADDED", known));
              }
            }
            return subscription;
          }
        });
  }

  /** Passes on what the caller asked for, and nothing twice. */
  private final class Filter {
    private final EventStream stream;
    private final String fields;
    private final String name;
    private final String namespace;
    private final String selector;
    private final List<String> projects;
    private final Map<AppName, Object> last = new HashMap<>();

    Filter(Call call, EventStream stream, String fields) {
      this.stream = stream;
      // Paths of the answer start at "result": callers write "result.application.…".
      this.fields = fields.replace("result.", "");
      this.name = call.query("name");
      this.namespace = call.query("appNamespace");
      this.selector = call.query("selector");
      this.projects =
          java.util.stream.Stream.concat(
                  call.queries("projects").stream(), call.queries("project").stream())
              .toList();
    }

    synchronized void tell(Applications.News news) {
      var app = news.application();
      var project = app.text("spec", "project");
      if (!name.isEmpty() && !name.equals(app.name())
          || !namespace.isEmpty() && !namespace.equals(app.namespace())
          || !projects.isEmpty() && !projects.contains(project.isEmpty() ? "default" : project)
          || !Views.selected(app.labels(), selector)) {
        return;
      }
      var shown =
          Views.prune(
              ObjectTree.of("type", news.type(), "application", ApplicationApi.seen(details, app)),
              fields);
      var body = Tree.object(shown);
      if (news.type().equals("DELETED")) {
        last.remove(AppName.of(app));
      } else if (comparable(body).equals(last.put(AppName.of(app), comparable(body)))) {
        return;
      }
      stream.send(body);
    }

    private static Object comparable(ObjectTree body) {
      return Tree.object(body.get("application"));
    }
  }

  private Object tree(Call call) {
    var name = applications.named(call);
    if (applications.get(name).isEmpty()) {
      throw Applications.missing(name);
    }
    return EventStream.open(
        call,
        stream -> {
          var sender = new TreeSender(stream, name);
          var subscription =
              details.onChange(
                  (ns, app) -> {
                    if (name.equals(new AppName(ns, app))) {
                      sender.send();
                    }
                  });
          sender.send();
          return subscription;
        });
  }

  /** Sends the tree as it is; one at a time, so that no older tree follows a newer one. */
  private final class TreeSender {
    private final EventStream stream;
    private final AppName name;
    private ObjectTree last = ObjectTree.EMPTY;

    TreeSender(EventStream stream, AppName name) {
      this.stream = stream;
      this.name = name;
    }

    synchronized void send() {
      var tree =
          details.detail(name.namespace(), name.name()).map(Views::tree).orElse(ObjectTree.EMPTY);
      if (!tree.isEmpty() && !tree.equals(last)) {
        last = tree;
        stream.send(tree);
      }
    }
  }
}
