package io.syncline.server.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.Deletion;
import io.syncline.kube.PatchType;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.Selection;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.ResourceNode;
import io.syncline.model.tree.ObjectTree;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.EventStream;
import io.syncline.server.http.Routes;
import io.syncline.server.port.ApplicationDetails;
import io.syncline.server.port.Destinations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** Single live objects of an application: read, patch, delete, events, logs. */
public final class ResourceApi {
  /** What kubelets put before each line when asked for timestamps. */
  private static final java.util.regex.Pattern TIMESTAMP =
      java.util.regex.Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\S+Z ");

  private static final String ONE = "/api/v1/applications/{name}";

  private final Cluster cluster;
  private final Applications applications;
  private final ApplicationDetails details;
  private final OwnedObjects objects;
  private final UnaryOperator<Manifest> mask;

  /**
   * The API over what {@code applications} own.
   *
   * @param mask hides the values of Secrets
   */
  public ResourceApi(
      Cluster cluster,
      Applications applications,
      ApplicationDetails details,
      Destinations destinations,
      UnaryOperator<Manifest> mask) {
    this.cluster = cluster;
    this.applications = applications;
    this.details = details;
    this.objects = new OwnedObjects(details, destinations);
    this.mask = mask;
  }

  /** Puts the resource on its paths. */
  public void mount(Routes routes) {
    routes
        .on(HttpMethod.GET, ONE + "/resource", this::get)
        .on(HttpMethod.POST, ONE + "/resource", this::patch)
        .on(HttpMethod.DELETE, ONE + "/resource", this::delete)
        .on(HttpMethod.GET, ONE + "/events", this::events)
        .on(HttpMethod.GET, ONE + "/resource/links", _ -> ObjectTree.of("items", List.of()))
        .on(HttpMethod.GET, ONE + "/logs", this::logs)
        .on(HttpMethod.GET, ONE + "/pods/{podName}/logs", this::logs);
  }

  private ResourceNode node(Call call) {
    return objects.node(
        applications.named(call),
        new OwnedObjects.Name(
            call.query("group"),
            call.query("kind"),
            call.query("namespace"),
            call.query("resourceName")));
  }

  private Cluster place(Call call) {
    return objects.place(applications.named(call));
  }

  private static ResourceKind kind(Cluster place, ResourceNode node) {
    return OwnedObjects.kind(place, node);
  }

  private Object get(Call call) {
    var live = OwnedObjects.live(place(call), node(call));
    return ObjectTree.of("manifest", mask.apply(live).json());
  }

  private Object patch(Call call) {
    var node = node(call);
    var type =
        switch (call.query("patchType")) {
          case "application/json-patch+json" -> PatchType.JSON;
          case "application/strategic-merge-patch+json" -> PatchType.STRATEGIC;
          case "", "application/merge-patch+json" -> PatchType.MERGE;
          default ->
              throw ApiException.invalid("unknown patchType \"" + call.query("patchType") + "\"");
        };
    var place = place(call);
    try {
      var written =
          place.patch(
              kind(place, node),
              node.key(),
              "",
              type,
              patchBody(call),
              WriteOptions.by(Kinds.MANAGER));
      return ObjectTree.of("manifest", mask.apply(written).json());
    } catch (ClusterException | ApiException e) {
      throw secret(node) ? unpatched(node) : e;
    }
  }

  private static boolean secret(ResourceNode node) {
    return node.key().group().isEmpty() && node.key().kind().equals("Secret");
  }

  /** Without the cause: clusters quote what they were sent and what they have. */
  private static ApiException unpatched(ResourceNode node) {
    return ApiException.invalid(
        "failed to patch Secret "
            + node.key().namespace()
            + "/"
            + node.key().name()
            + " (the reason may quote it, so it is not told); hint: try the patch with `kubectl patch"
            + " --dry-run=server`");
  }

  /** The gateway takes the patch as a JSON string; a plain object is taken too. */
  private static Object patchBody(Call call) {
    var body = call.value();
    var inner = body instanceof String text ? Call.inner("patch", text) : body;
    if (inner == null) {
      throw ApiException.invalid("request body has no patch");
    }
    return inner;
  }

  private Object delete(Call call) {
    var node = node(call);
    var orphan = call.flag("orphan", false);
    var deletion =
        Deletion.of(orphan ? Deletion.Propagation.ORPHAN : Deletion.Propagation.FOREGROUND);
    var place = place(call);
    place.delete(
        kind(place, node), node.key(), call.flag("force", false) ? deletion.grace(0) : deletion);
    return ObjectTree.EMPTY;
  }

  private Object events(Call call) {
    var uid = call.query("resourceUID");
    var name = call.query("resourceName");
    String fields;
    String where;
    var place = cluster;
    if (uid.isEmpty() && name.isEmpty()) {
      where = applications.named(call).namespace();
      fields = "involvedObject.kind=Application,involvedObject.name=" + call.path("name");
    } else {
      place = place(call);
      where = call.query("resourceNamespace");
      fields = uid.isEmpty() ? "involvedObject.name=" + name : "involvedObject.uid=" + uid;
    }
    var items =
        place.list(Kinds.EVENT, new Selection(where, "", fields)).items().stream()
            .map(Manifest::root)
            .toList();
    return Views.list(items);
  }

  private Object logs(Call call) {
    var pods = pods(call);
    var place = place(call);
    var options =
        new Cluster.LogOptions(
            call.query("container"),
            call.flag("follow", false),
            call.flag("previous", false),
            true,
            call.number("tailLines", -1),
            call.number("sinceSeconds", -1),
            call.query("sinceTime"));
    if (call.flag("download", false)) {
      return download(place, pods, options);
    }
    var filter = call.query("filter");
    return EventStream.open(
        call,
        stream -> {
          var threads =
              pods.stream()
                  .map(
                      p ->
                          Thread.ofVirtual().start(() -> follow(place, p, options, filter, stream)))
                  .toList();
          Thread.ofVirtual().start(() -> finish(threads, stream));
          return () -> threads.forEach(Thread::interrupt);
        });
  }

  private static void finish(List<Thread> threads, EventStream stream) {
    try {
      for (var thread : threads) {
        thread.join();
      }
      stream.send(ObjectTree.of("content", "", "last", true, "timeStampStr", "", "podName", ""));
      stream.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<ObjectKey> pods(Call call) {
    var named = call.context().pathParam("podName");
    var wanted = named == null ? call.query("podName") : named;
    var kind = call.query("kind");
    var owner = call.query("resourceName");
    var application = applications.named(call);
    var nodes =
        details
            .detail(application.namespace(), application.name())
            .map(ApplicationDetails.Detail::nodes)
            .orElse(List.of());
    return nodes.stream()
        .filter(n -> n.key().kind().equals("Pod") && n.key().group().isEmpty())
        .filter(n -> wanted.isEmpty() || n.key().name().equals(wanted))
        .filter(
            n ->
                owner.isEmpty() && kind.isEmpty()
                    || below(n, call.query("group"), kind, owner, nodes))
        .map(ResourceNode::key)
        .toList();
  }

  private static boolean below(
      ResourceNode node, String group, String kind, String name, List<ResourceNode> nodes) {
    var key = node.key();
    if ((group.isEmpty() || key.group().equals(group))
        && (kind.isEmpty() || key.kind().equals(kind))
        && (name.isEmpty() || key.name().equals(name))) {
      return true;
    }
    return node.parents().stream()
        .anyMatch(
            p ->
                nodes.stream()
                    .filter(n -> n.key().equals(p))
                    .anyMatch(n -> below(n, group, kind, name, nodes)));
  }

  private static void follow(
      Cluster place, ObjectKey pod, Cluster.LogOptions options, String filter, EventStream stream) {
    try (var in = place.logs(pod.namespace(), pod.name(), options);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var space = TIMESTAMP.matcher(line).lookingAt() ? line.indexOf(' ') : -1;
        var time = space > 0 ? line.substring(0, space) : "";
        var text = space > 0 ? line.substring(space + 1) : line;
        var deny = filter.startsWith("!");
        var needle = deny ? filter.substring(1) : filter;
        if (needle.isEmpty() || text.contains(needle) != deny) {
          stream.send(
              ObjectTree.of(
                  "content",
                  text,
                  "timeStamp",
                  time,
                  "timeStampStr",
                  time,
                  "last",
                  false,
                  "podName",
                  pod.name()));
        }
      }
    } catch (ClusterException e) {
      stream.fail(e.text());
    } catch (IOException e) {
      // An interrupt comes when the reader has gone away: nobody is left to be told.
      if (!Thread.currentThread().isInterrupted()) {
        stream.fail("log of pod " + pod.name() + " broke off: " + e.getMessage());
      }
    }
  }

  private static HttpResponse download(
      Cluster place, List<ObjectKey> pods, Cluster.LogOptions options) {
    var all = new StringBuilder();
    for (var pod : pods) {
      try (var in = place.logs(pod.namespace(), pod.name(), options)) {
        all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return HttpResponse.of(
        com.linecorp.armeria.common.ResponseHeaders.builder(
                com.linecorp.armeria.common.HttpStatus.OK)
            .set("content-type", "application/octet-stream")
            .set("content-disposition", "attachment; filename=\"log.txt\"")
            .build(),
        HttpData.ofUtf8(all));
  }
}
