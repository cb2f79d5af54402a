package io.syncline.localkube.rest;

import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Stored;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.Versions;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;

/** Answers lists, whole or page by page from one snapshot. */
final class Lists {
  private final Cluster cluster;
  private final Snapshots snapshots = new Snapshots();

  Lists(Cluster cluster) {
    this.cluster = cluster;
  }

  private record Page(State state, String first) {}

  Reply list(Selection selection, Request request) {
    var views = new Views(selection.resource(), request, cluster);
    ListOptions.check(request, false);
    var page = page(selection, request);
    var limit = request.number("limit").orElse(0L);
    var members = new Members(selection, page, limit);
    var metadata = metadata(selection, page, members.next());
    if (views.plain() && selection.resource().custom().isPresent()) {
      metadata = metadata.with("continue", Tree.text(metadata, "continue"));
    }
    if (views.yaml()) {
      var objects = new ArrayList<ObjectTree>();
      members.forEach(objects::add);
      return views.reply(200, views.list(metadata, objects), List.of());
    }
    return ListText.reply(views, metadata, members);
  }

  private ObjectTree metadata(Selection selection, Page page, Optional<String> next) {
    var metadata = ObjectTree.of("resourceVersion", Long.toString(page.state().revision()));
    if (next.isEmpty()) {
      return metadata;
    }
    snapshots.pin(page.state(), cluster.clock().instant());
    metadata = metadata.with("continue", token(page.state().revision(), next.get()));
    if (!selection.all()) {
      return metadata;
    }
    var tree = page.state().objects();
    var prefix = selection.resource().prefix(selection.namespace());
    return metadata.with(
        "remainingItemCount",
        (long) (tree.rank(prefix) + tree.count(prefix) - tree.rank(next.get())));
  }

  /**
   * The objects of one page, found anew each time they are asked for: none is kept but the
   * snapshot.
   */
  private record Members(Selection selection, Page page, long limit)
      implements Iterable<ObjectTree> {
    private Iterator<Stored> stored() {
      var prefix = selection.resource().prefix(selection.namespace());
      return page.state().objects().from(prefix, page.first()).iterator();
    }

    @Override
    public Iterator<ObjectTree> iterator() {
      var all = Spliterators.spliteratorUnknownSize(stored(), Spliterator.ORDERED);
      var chosen =
          StreamSupport.stream(all, false)
              .map(found -> Versions.served(selection.resource(), found.object()))
              .filter(selection);
      return (limit > 0 ? chosen.limit(limit) : chosen).iterator();
    }

    /** The key of the first object behind a full page. */
    Optional<String> next() {
      if (limit <= 0) {
        return Optional.empty();
      }
      var found = 0L;
      for (var all = stored(); all.hasNext(); ) {
        var one = all.next();
        if (found == limit) {
          return Optional.of(one.key().text());
        }
        if (selection.test(Versions.served(selection.resource(), one.object()))) {
          found++;
        }
      }
      return Optional.empty();
    }
  }

  /** The objects a delete of a collection is about. */
  List<Stored> selected(Selection selection) {
    var found = new ArrayList<Stored>();
    for (var stored :
        cluster.state().objects().under(selection.resource().prefix(selection.namespace()))) {
      if (selection.test(Versions.served(selection.resource(), stored.object()))) {
        found.add(stored);
      }
    }
    return found;
  }

  private Page page(Selection selection, Request request) {
    var prefix = selection.resource().prefix(selection.namespace());
    var token = request.parameter("continue");
    if (!token.isEmpty()) {
      var version = request.parameter("resourceVersion");
      if (!version.isEmpty() && !version.equals("0")) {
        throw Refusal.badRequest("specifying resource version is not allowed when using continue");
      }
      return continued(token, prefix);
    }
    var state = cluster.state();
    var match = request.parameter("resourceVersionMatch");
    var wanted = request.version("resourceVersion").orElse(0L);
    if (wanted > state.revision() && match.equals("Exact")) {
      throw Refusal.unexplained("etcdserver: mvcc: required revision is a future revision");
    }
    if (wanted > state.revision()) {
      throw Refusal.of(
          504,
          "Timeout",
          "Timeout: Too large resource version: " + wanted + ", current: " + state.revision(),
          ObjectTree.of(
              "causes",
              List.of(
                  ObjectTree.of(
                      "reason",
                      "ResourceVersionTooLarge",
                      "message",
                      "Too large resource version")),
              "retryAfterSeconds",
              1L));
    }
    if (match.equals("Exact") && wanted != state.revision()) {
      return new Page(
          snapshots
              .at(wanted, cluster.clock().instant())
              .orElseThrow(
                  () ->
                      Refusal.expired(
                          "The provided resource version " + wanted + " is no longer kept")),
          prefix);
    }
    return new Page(state, prefix);
  }

  private Page continued(String token, String prefix) {
    try {
      var parsed =
          Json.parseObject(
              Base64.getUrlDecoder().decode(token.getBytes(StandardCharsets.US_ASCII)));
      var key = Tree.text(parsed, "key");
      if (!key.startsWith(prefix)) {
        throw Refusal.badRequest(
            "invalid continue token: continue key is not valid: it belongs to another list");
      }
      return new Page(
          snapshots
              .at(Tree.number(parsed, 0, "rv"), cluster.clock().instant())
              .orElseThrow(
                  () ->
                      Refusal.expired(
                          "The provided continue parameter is too old to display a consistent list"
                              + " result. You must start a new list without the continue"
                              + " parameter.")),
          key);
    } catch (IllegalArgumentException | Json.SyntaxException e) {
      throw Refusal.badRequest(
          "invalid continue token: continue key is not valid: " + e.getMessage());
    }
  }

  private static String token(long revision, String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            Json.bytes(ObjectTree.of("v", "meta.k8s.io/v1", "rv", revision, "key", key)));
  }
}
