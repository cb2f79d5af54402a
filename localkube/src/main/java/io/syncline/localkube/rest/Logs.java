package io.syncline.localkube.rest;

import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.Cursor;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.write.Cluster;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers requests for what containers have printed. */
final class Logs {
  private static final Duration LOOK_UP = Duration.ofSeconds(1);

  private final Cluster cluster;
  private final PodLogs logs;

  Logs(Cluster cluster, PodLogs logs) {
    this.cluster = cluster;
    this.logs = logs;
  }

  Reply answer(Resources.Place place, Request request) {
    if (!request.method().equals("GET")) {
      throw Refusal.methodNotAllowed("logs can only be read");
    }
    var pod = pod(place);
    var container = Containers.chosen(pod, request.parameter("container"));
    var previous = request.flag("previous");
    var last = Tree.at(Containers.status(pod, container), "lastState", "terminated");
    if (previous && last == null) {
      throw Refusal.badRequest(
          "previous terminated container \""
              + container
              + "\" in pod \""
              + pod.name()
              + "\" not found");
    }
    if (!previous) {
      Containers.requireStarted(pod, container);
    }
    var since = since(request);
    var unscheduled = pod.text("spec", "nodeName").isEmpty();
    var lines =
        (unscheduled ? List.<PodLogs.Line>of() : logs.lines(pod, container, previous))
            .stream().filter(line -> since.isEmpty() || !line.at().isBefore(since.get())).toList();
    var tail = request.number("tailLines").orElse((long) lines.size());
    if (tail < 0) {
      throw Refusal.invalid(
          "PodLogOptions",
          "",
          place.name(),
          List.of(Cause.invalid("tailLines", tail, "must be greater than or equal to 0")));
    }
    var timestamps = request.flag("timestamps");
    var shown =
        text(lines.subList((int) Math.max(0, lines.size() - tail), lines.size()), timestamps);
    var limit = request.number("limitBytes").orElse((long) shown.length);
    var bytes = limit < shown.length ? Arrays.copyOf(shown, (int) Math.max(0, limit)) : shown;
    if (!request.flag("follow") || previous) {
      return Reply.body(200, "text/plain", bytes);
    }
    return new Reply.Stream(
        200,
        Map.of("Content-Type", List.of("text/plain")),
        sink -> {
          if (bytes.length == 0 || sink.write(bytes)) {
            follow(place, container, lines.size(), sink, timestamps);
          }
        });
  }

  private Optional<Instant> since(Request request) {
    var seconds = request.number("sinceSeconds");
    if (seconds.isPresent()) {
      return seconds.map(s -> cluster.clock().instant().minusSeconds(s));
    }
    var time = request.parameter("sinceTime");
    try {
      return time.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(time));
    } catch (DateTimeParseException e) {
      throw Refusal.badRequest("sinceTime is \"" + time + "\" (expected: an RFC 3339 time)");
    }
  }

  private static byte[] text(List<PodLogs.Line> lines, boolean timestamps) {
    var text = new StringBuilder();
    for (var line : lines) {
      if (timestamps) {
        text.append(DateTimeFormatter.ISO_INSTANT.format(line.at())).append(' ');
      }
      text.append(line.text()).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Sends what a container prints after its first {@code known} lines, until the container has come
   * to its end, its pod is gone or the client is.
   */
  void follow(
      Resources.Place place, String container, int known, Reply.Sink sink, boolean timestamps)
      throws InterruptedException {
    var key = place.resource().key(place.namespace(), place.name());
    var cursor = cluster.store().cursor();
    var sent = known;
    while (sink.open() && !cluster.store().closed()) {
      var stored = cluster.state().get(key);
      if (stored.isEmpty()) {
        return;
      }
      var pod = new Manifest(stored.get().object());
      var lines = logs.lines(pod, container, false);
      // A container that was started anew prints from the beginning.
      sent = lines.size() < sent ? 0 : sent;
      if (lines.size() > sent) {
        if (!sink.write(text(lines.subList(sent, lines.size()), timestamps))) {
          return;
        }
        sent = lines.size();
      }
      if (Containers.over(pod, container)) {
        return;
      }
      awaitWrite(key, cursor, sink);
    }
  }

  /** Waits for the next write of one object, or a while. */
  private static void awaitWrite(Key key, Cursor cursor, Reply.Sink sink)
      throws InterruptedException {
    var write = cursor.next(LOOK_UP);
    while (sink.open() && write.isPresent() && !write.get().key().equals(key)) {
      write = cursor.next(LOOK_UP);
    }
  }

  /** Sends what a container prints from now on. */
  void followFromNow(Resources.Place place, String container, Reply.Sink sink)
      throws InterruptedException {
    follow(place, container, logs.lines(pod(place), container, false).size(), sink, false);
  }

  /** What an attached client is told first. */
  static String greeting(Manifest pod, String container) {
    return "[simulated] attached to container %s of pod %s/%s: nothing is really running\n"
        .formatted(container, pod.namespace(), pod.name());
  }

  /** A pod as it is. */
  Manifest pod(Resources.Place place) {
    return new Manifest(cluster.get(place.resource(), place.namespace(), place.name()));
  }
}
