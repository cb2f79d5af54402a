package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The fields of metadata that the server owns. */
final class Metadata {
  private static final String SAFE_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int LONGEST_GENERATED_PREFIX = 58;
  private static final List<String> OWNED =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "generation",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "resourceVersion",
          "selfLink");

  private Metadata() {}

  /** A moment as objects carry it: whole seconds, UTC. */
  static String time(Instant instant) {
    return DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.SECONDS));
  }

  /** A new random identity. It is no secret, so it need not be hard to guess. */
  static String uid() {
    var random = ThreadLocalRandom.current();
    var high = random.nextLong() & ~0xF000L | 0x4000L;
    var low = random.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  /** {@code prefix} and five random letters. */
  static String generated(String prefix) {
    var head =
        prefix.length() > LONGEST_GENERATED_PREFIX
            ? prefix.substring(0, LONGEST_GENERATED_PREFIX)
            : prefix;
    var name = new StringBuilder(head);
    for (var i = 0; i < 5; i++) {
      name.append(SAFE_LETTERS.charAt(ThreadLocalRandom.current().nextInt(SAFE_LETTERS.length())));
    }
    return name.toString();
  }

  /** {@code object} as new: identity given by the server, everything it owns reset. */
  static ObjectTree fresh(
      Resource resource, ObjectTree object, String namespace, String uid, Instant now) {
    var metadata = Tree.object(object.get("metadata"));
    for (var field : List.of("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink")) {
      metadata = metadata.without(field);
    }
    metadata =
        resource.namespaced()
            ? metadata.with("namespace", namespace)
            : metadata.without("namespace");
    metadata =
        metadata.without("resourceVersion").with("uid", uid).with("creationTimestamp", time(now));
    metadata =
        resource.traits().generation()
            ? metadata.with("generation", 1L)
            : metadata.without("generation");
    return object.with("metadata", metadata);
  }

  /** {@code next} with the server's fields as {@code live} has them. */
  static ObjectTree kept(ObjectTree next, ObjectTree live) {
    var metadata = Tree.object(next.get("metadata"));
    var old = Tree.object(live.get("metadata"));
    for (var field : OWNED) {
      var value = old.get(field);
      metadata = value == null ? metadata.without(field) : metadata.with(field, value);
    }
    return next.with("metadata", metadata);
  }

  /** Refuses a body that was made from another version or another object. */
  static void checkIdentity(Resource resource, String name, ObjectTree next, ObjectTree live) {
    var uid = Tree.text(next, "metadata", "uid");
    var liveUid = Tree.text(live, "metadata", "uid");
    if (!uid.isEmpty() && !uid.equals(liveUid)) {
      throw Refusal.conflict(
          resource,
          name,
          "StorageError: invalid object, Code: 4, Key: "
              + path(resource, live, name)
              + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
              + uid
              + ", UID in object meta: "
              + liveUid);
    }
    var version = Tree.text(next, "metadata", "resourceVersion");
    if (!version.isEmpty()
        && !version.equals("0")
        && !version.equals(Tree.text(live, "metadata", "resourceVersion"))) {
      if (!version.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw Refusal.invalid(
            resource,
            name,
            List.of(
                Cause.invalid(
                    "metadata.resourceVersion", version, "must be specified for an update")));
      }
      throw Refusal.modified(resource, name);
    }
  }

  /** Where a real server keeps the object. */
  private static String path(Resource resource, ObjectTree object, String name) {
    var group = resource.custom().isPresent() ? resource.id().group() + "/" : "";
    var namespace = resource.namespaced() ? Tree.text(object, "metadata", "namespace") + "/" : "";
    return "/registry/" + group + resource.id().plural() + "/" + namespace + name;
  }

  /** {@code next} with its generation counted up when more than metadata and status changed. */
  static ObjectTree counted(Resource resource, ObjectTree next, ObjectTree live) {
    if (!resource.traits().generation() || sameSpec(resource, next, live)) {
      return next;
    }
    return Tree.with(
        next, Tree.number(live, 0, "metadata", "generation") + 1, "metadata", "generation");
  }

  private static boolean sameSpec(Resource resource, ObjectTree next, ObjectTree live) {
    var a = next.without("metadata");
    var b = live.without("metadata");
    if (resource.custom().isEmpty() || resource.traits().statusSplit()) {
      a = a.without("status");
      b = b.without("status");
    }
    return Objects.equals(a, b);
  }

  /** Refuses new finalizers on an object that is going away. */
  static void checkFinalizers(Resource resource, String name, ObjectTree next, ObjectTree live) {
    if (Tree.at(live, "metadata", "deletionTimestamp") == null) {
      return;
    }
    var old = Tree.items(Tree.at(live, "metadata", "finalizers"));
    var added =
        Tree.items(Tree.at(next, "metadata", "finalizers")).stream()
            .filter(f -> !old.contains(f))
            .map(f -> "\"" + f + "\"")
            .toList();
    if (!added.isEmpty()) {
      var cause =
          Cause.forbidden(
              "metadata.finalizers",
              "no new finalizers can be added if the object is being deleted, found new finalizers"
                  + " []string{"
                  + String.join(", ", added)
                  + "}");
      // Found for all objects, and again for the kind.
      throw Refusal.invalid(resource, name, List.of(cause, cause));
    }
  }

  /** Whether nothing holds back the removal of an object that is being deleted. */
  static boolean removable(ObjectTree object) {
    return Tree.at(object, "metadata", "deletionTimestamp") != null
        && Tree.number(object, 0, "metadata", "deletionGracePeriodSeconds") == 0
        && !held(object);
  }

  /** Whether finalizers hold back the removal. */
  static boolean held(ObjectTree object) {
    return !Tree.items(Tree.at(object, "metadata", "finalizers")).isEmpty()
        || (Tree.text(object, "kind").equals("Namespace")
            && Tree.text(object, "apiVersion").equals("v1")
            && !Tree.items(Tree.at(object, "spec", "finalizers")).isEmpty());
  }
}
