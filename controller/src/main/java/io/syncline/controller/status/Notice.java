package io.syncline.controller.status;

import io.syncline.engine.status.Timestamps;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.time.Instant;

/**
 * What an Event is to tell of an Application.
 *
 * @param about the Application
 * @param resourceVersion of it when the first of this happened
 * @param warning whether something went wrong
 * @param reason one word for programs
 * @param message for people
 * @param first when it first happened
 * @param last when it last happened
 * @param count how many times
 */
record Notice(
    About about,
    String resourceVersion,
    boolean warning,
    String reason,
    String message,
    Instant first,
    Instant last,
    int count) {
  private static final int LONGEST = 1_000;

  /** The Application told of. */
  record About(String namespace, String name, String uid) {}

  static Notice of(Application app, boolean warning, String reason, String message, Instant at) {
    var about = new About(app.namespace(), app.name(), app.manifest().uid());
    var version = app.manifest().resourceVersion();
    return new Notice(about, version, warning, reason, message, at, at, 1);
  }

  Notice {
    message = message.length() > LONGEST ? message.substring(0, LONGEST) : message;
  }

  /**
   * This and {@code later} in one: each different message is told, the last one last, as far as
   * there is room.
   */
  Notice with(Notice later) {
    var text =
        later.message().equals(message) || message.endsWith("; " + later.message())
            ? message
            : message + "; " + later.message();
    return new Notice(
        about, resourceVersion, warning, reason, text, first, later.last(), count + later.count());
  }

  /** The Event, which ends in {@code suffix} to be like no other. */
  Manifest event(String suffix) {
    return new Manifest(
        ObjectTree.of(
            "apiVersion",
            "v1",
            "kind",
            "Event",
            "metadata",
            ObjectTree.of("name", about.name() + "." + suffix, "namespace", about.namespace()),
            "involvedObject",
            ObjectTree.of(
                "apiVersion",
                Application.API_VERSION,
                "kind",
                "Application",
                "namespace",
                about.namespace(),
                "name",
                about.name(),
                "uid",
                about.uid(),
                "resourceVersion",
                resourceVersion),
            "type",
            warning ? "Warning" : "Normal",
            "reason",
            reason,
            "message",
            message,
            "source",
            ObjectTree.of("component", "argocd-application-controller"),
            "firstTimestamp",
            Timestamps.write(first),
            "lastTimestamp",
            Timestamps.write(last),
            "count",
            count));
  }
}
