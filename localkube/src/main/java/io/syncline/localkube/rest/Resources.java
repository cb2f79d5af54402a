package io.syncline.localkube.rest;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.authn.Authentication;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.write.BodyCheck;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.DeleteOptions;
import io.syncline.localkube.write.Part;
import io.syncline.localkube.write.Versions;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Answers requests about objects: collections, single objects and their status. */
final class Resources {
  private final Cluster cluster;
  private final Reviews reviews;
  private final Computed computed;
  private final Lists lists;
  private final Watches watches;
  private final Subresources subresources;

  Resources(Cluster cluster, PodLogs logs, PodShell shell, Authentication authentication) {
    this.reviews = new Reviews(cluster, authentication);
    this.cluster = cluster;
    this.computed = new Computed(cluster);
    this.lists = new Lists(cluster);
    this.watches = new Watches(cluster);
    this.subresources = new Subresources(cluster, logs, shell, authentication);
  }

  /** Where a request points: {@code name} and {@code part} are "" when absent. */
  record Place(Resource resource, String namespace, String name, String part) {}

  Reply answer(Place place, Request request) {
    if (Computed.answers(place.resource())) {
      return computed.answer(place, request);
    }
    if (!place.resource().stored()) {
      return reviews.answer(place.resource(), request);
    }
    if (!place.part().isEmpty()) {
      if (!place.resource().has(place.part())) {
        throw Refusal.noSuchResource();
      }
      return switch (place.part()) {
        case "status" -> object(place, Part.STATUS, request);
        case "finalize" -> object(place, Part.FINALIZE, request);
        case "ephemeralcontainers", "approval" -> object(place, Part.WHOLE, request);
        default -> subresources.answer(place, request);
      };
    }
    return place.name().isEmpty() ? collection(place, request) : object(place, Part.MAIN, request);
  }

  private Reply collection(Place place, Request request) {
    var selection = Selection.of(place.resource(), place.namespace(), request);
    return switch (request.method()) {
      case "GET" ->
          request.flag("watch")
              ? watches.watch(selection, request)
              : lists.list(selection, request);
      case "POST" -> create(place, request);
      case "DELETE" -> deleteAll(selection, request);
      default -> throw notAllowed();
    };
  }

  private static ApiException notAllowed() {
    return Refusal.methodNotAllowed(
        "the server does not allow this method on the requested resource");
  }

  private Reply create(Place place, Request request) {
    var resource = place.resource();
    if (!resource.verbs().contains("create")) {
      throw notAllowed();
    }
    if (resource.namespaced() && place.namespace().isEmpty()) {
      throw notAllowed();
    }
    var views = new Views(resource, request, cluster);
    var warnings = new ArrayList<String>();
    var repeated = new ArrayList<String>();
    resource
        .custom()
        .filter(c -> !c.deprecation().isEmpty())
        .ifPresent(c -> warnings.add(c.deprecation()));
    var options = Options.write(request, warnings);
    var made =
        cluster.create(
            resource,
            place.namespace(),
            body(resource, request, repeated),
            options.repeating(repeated));
    return views.object(201, made, warnings);
  }

  private static ObjectTree body(Resource resource, Request request, List<String> repeated) {
    Consumer<String> told = Repeated.texts(request, repeated);
    var body = Bodies.object(request, resource.kind(), told);
    if (resource.custom().isPresent() && Tree.text(body, "kind").isEmpty()) {
      throw Bodies.unrecognized(
          resource.kind(),
          "Object 'Kind' is missing in '"
              + new String(request.body(), StandardCharsets.UTF_8)
              + "'",
          request.body());
    }
    return completed(resource, body);
  }

  /** Bodies may leave out their kind where the path tells it. */
  private static ObjectTree completed(Resource resource, ObjectTree body) {
    var named = Tree.text(body, "kind").isEmpty() ? body.with("kind", resource.kind()) : body;
    return Tree.text(named, "apiVersion").isEmpty()
        ? named.with("apiVersion", resource.apiVersion())
        : named;
  }

  private Reply deleteAll(Selection selection, Request request) {
    var everywhere = selection.resource().namespaced() && selection.namespace().isEmpty();
    if (everywhere || !selection.resource().verbs().contains("deletecollection")) {
      throw notAllowed();
    }
    var options = Options.delete(request);
    var views = new Views(selection.resource(), request, cluster);
    var deleted = new ArrayList<ObjectTree>();
    for (var stored : lists.selected(selection)) {
      try {
        deleted.add(
            cluster
                .delete(
                    selection.resource(), stored.key().namespace(), stored.key().name(), options)
                .object());
      } catch (ApiException e) {
        // Gone already is what was asked for.
        if (!e.notFound()) {
          throw e;
        }
      }
    }
    var metadata = ObjectTree.of("resourceVersion", Long.toString(cluster.state().revision()));
    return views.reply(
        200, views.list(metadata, deleted), leftBehind(selection.resource(), options));
  }

  private Reply object(Place place, Part part, Request request) {
    var resource = place.resource();
    var views = new Views(resource, request, cluster);
    return switch (request.method()) {
      case "GET" ->
          // Asked for one object, a watch is not heard; it needs a field selector.
          views.object(200, cluster.get(resource, place.namespace(), place.name()), List.of());
      case "PUT" -> replace(place, part, request, views);
      case "PATCH" -> patch(place, part, request, views);
      case "DELETE" -> {
        if (part != Part.MAIN) {
          throw notAllowed();
        }
        yield delete(place, Options.delete(request), views);
      }
      default -> throw notAllowed();
    };
  }

  private Reply replace(Place place, Part part, Request request, Views views) {
    var resource = place.resource();
    var warnings = new ArrayList<String>();
    var options = Options.write(request, warnings);
    var repeated = new ArrayList<String>();
    var given = body(resource, request, repeated);
    var body =
        cluster.decoded(
            resource, place.namespace(), place.name(), given, options.repeating(repeated));
    if (Tree.text(body, "metadata", "name").isEmpty()) {
      throw BodyCheck.nameless(place.name());
    }
    if (resource.custom().isPresent() && Tree.text(body, "metadata", "resourceVersion").isEmpty()) {
      throw Refusal.invalid(
          resource.id().plural(),
          resource.id().group(),
          place.name(),
          List.of(
              new Cause(
                  "FieldValueInvalid",
                  "Invalid value: 0x0: must be specified for an update",
                  "metadata.resourceVersion")));
    }
    var kept =
        cluster.change(resource, place.namespace(), place.name(), part, options, live -> body);
    return views.object(200, kept, warnings);
  }

  private Reply patch(Place place, Part part, Request request, Views views) {
    var resource = place.resource();
    var warnings = new ArrayList<String>();
    var options = Options.write(request, warnings);
    if (Patches.isApply(request)) {
      return apply(place, part, request, views, options, warnings);
    }
    var repeated = new ArrayList<String>();
    var patch =
        Patches.of(
            resource,
            resource.apiVersion(),
            resource.kind(),
            request,
            Repeated.texts(request, repeated));
    var telling = options.repeating(repeated);
    var kept =
        cluster.change(
            resource,
            place.namespace(),
            place.name(),
            part,
            options,
            live -> patched(place, live, patch.apply(live), telling, request));
    return views.object(200, kept, warnings);
  }

  private ObjectTree patched(
      Place place, ObjectTree live, ObjectTree wanted, WriteOptions options, Request request) {
    if (Tree.text(wanted, "metadata", "name").isEmpty()) {
      throw BodyCheck.nameless(place.name());
    }
    var uid = Tree.text(wanted, "metadata", "uid");
    if (!uid.isEmpty() && !uid.equals(Tree.text(live, "metadata", "uid"))) {
      // Found for all objects, and again for the kind.
      var cause = Cause.invalid("metadata.uid", uid, "field is immutable");
      throw Refusal.invalid(place.resource(), place.name(), List.of(cause, cause));
    }
    try {
      return cluster.decoded(
          place.resource(), place.namespace(), place.name(), unpinned(live, wanted), options);
    } catch (ApiException e) {
      var message = String.valueOf(e.getMessage());
      var unreadable = message.indexOf(" cannot be handled as a ");
      if (e.code() != 400 || unreadable < 0 || place.resource().custom().isPresent()) {
        throw e;
      }
      var why = message.substring(message.indexOf(": ", unreadable) + 2);
      throw Refusal.invalid(
          "", "", "", List.of(Cause.invalid("patch", shown(place, live, wanted, request), why)));
    }
  }

  /** Secrets must not stand in messages. */
  private static String shown(Place place, ObjectTree live, ObjectTree wanted, Request request) {
    return place.resource().kind().equals("Secret")
        ? "(a Secret)"
        : Patches.shown(request).orElseGet(() -> Json.write(AsPatched.of(wanted, live)));
  }

  /** A patch that does not speak of the version fits every version. */
  private static ObjectTree unpinned(ObjectTree live, ObjectTree patched) {
    var version = Tree.text(live, "metadata", "resourceVersion");
    return Tree.text(patched, "metadata", "resourceVersion").equals(version)
        ? Tree.without(patched, "metadata", "resourceVersion")
        : patched;
  }

  private Reply apply(
      Place place,
      Part part,
      Request request,
      Views views,
      WriteOptions options,
      List<String> warnings) {
    var resource = place.resource();
    var repeated = new ArrayList<String>();
    var configuration = Bodies.configuration(request.body(), repeated::add);
    var existed = cluster.state().get(resource.key(place.namespace(), place.name())).isPresent();
    var kept =
        cluster.apply(
            resource,
            place.namespace(),
            place.name(),
            part,
            configuration,
            options.repeating(repeated));
    return views.object(existed ? 200 : 201, kept, warnings);
  }

  /** Jobs are the one kind whose default leaves what they own behind. */
  private static List<String> leftBehind(Resource resource, DeleteOptions options) {
    return resource.kind().equals("Job")
            && resource.id().group().equals("batch")
            && options.propagation().isEmpty()
        ? List.of(
            "child pods are preserved by default when jobs are deleted; set"
                + " propagationPolicy=Background to remove them or set propagationPolicy=Orphan to"
                + " suppress this warning")
        : List.of();
  }

  private Reply delete(Place place, DeleteOptions options, Views views) {
    var resource = place.resource();
    var warnings = leftBehind(resource, options);
    var deleted = cluster.delete(resource, place.namespace(), place.name(), options);
    if (!deleted.gone() || resource.traits().gracefulDelete()) {
      return views.object(200, Versions.served(resource, deleted.object()), warnings);
    }
    var details =
        ObjectTree.of(
            "name", place.name(),
            "group", resource.id().group(),
            "kind", resource.id().plural(),
            "uid", Tree.text(deleted.object(), "metadata", "uid"));
    return Reply.json(
        200,
        ObjectTree.of(
            "kind", "Status",
            "apiVersion", "v1",
            "metadata", ObjectTree.EMPTY,
            "status", "Success",
            "details", resource.id().group().isEmpty() ? details.without("group") : details),
        warnings);
  }
}
