package io.syncline.workloads.loop;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.LocalApi;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.Template;
import io.syncline.workloads.control.Write;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events off the controllers' way, on a thread of its own. The same event again is counted
 * up, not written anew.
 */
final class EventRecorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

  private final LocalApi api;
  private final Runnable done;
  private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private volatile boolean closed;

  private record Entry(Write.Note note, String component, Instant at) {}

  /**
   * A recorder that starts at once.
   *
   * @param done called after each event, written or refused
   */
  EventRecorder(LocalApi api, Runnable done) {
    this.api = api;
    this.done = done;
    this.writer = Thread.ofVirtual().name("workload-events").start(this::drain);
  }

  void record(Write.Note note, String component, Instant at) {
    queue.add(new Entry(note, component, at));
  }

  private void drain() {
    try {
      while (!closed) {
        var entry = queue.poll(1, TimeUnit.SECONDS);
        if (entry != null) {
          write(entry);
          done.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Entry entry) {
    try {
      var event = event(entry);
      var known = api.get(Kind.EVENT.resource(), event.namespace(), event.name());
      if (known.isPresent()) {
        api.update(
            Kind.EVENT.resource(),
            known
                .get()
                .with(Tree.number(known.get().root(), 1, "count") + 1, "count")
                .with(Stamp.of(entry.at()), "lastTimestamp"),
            entry.component());
      } else {
        api.create(Kind.EVENT.resource(), event, entry.component());
      }
    } catch (ApiException e) {
      // The namespace may be going away; an event lost there is missed by nobody.
      LOG.debug("event refused reason={} object={}", e.reason(), entry.note().about().key());
    } catch (RuntimeException e) {
      if (!closed) {
        LOG.warn("event not written object={}", entry.note().about().key(), e);
      }
    }
  }

  private static Manifest event(Entry entry) {
    var note = entry.note();
    var about = note.about();
    var namespace = about.namespace().isEmpty() ? "default" : about.namespace();
    var digest =
        Template.hash64(
            about.uid() + "\n" + note.tone() + "\n" + note.reason() + "\n" + note.message());
    var name = about.name() + String.format(Locale.ROOT, ".%016x", digest);
    var involved =
        ObjectTree.of(
            "kind", about.kind(),
            "namespace", about.namespace(),
            "name", about.name(),
            "uid", about.uid(),
            "apiVersion", about.apiVersion(),
            "resourceVersion", about.resourceVersion());
    involved = about.namespace().isEmpty() ? involved.without("namespace") : involved;
    var source = ObjectTree.of("component", entry.component());
    var node = about.text("spec", "nodeName");
    source = entry.component().equals("simulated-kubelet") ? source.with("host", node) : source;
    var at = Stamp.of(entry.at());
    return Manifest.of(
        ObjectTree.of(
            "apiVersion",
            "v1",
            "kind",
            "Event",
            "metadata",
            ObjectTree.of("name", name, "namespace", namespace),
            "involvedObject",
            involved,
            "reason",
            note.reason(),
            "message",
            note.message(),
            "source",
            source,
            "firstTimestamp",
            at,
            "lastTimestamp",
            at,
            "count",
            1,
            "type",
            note.tone().word(),
            "reportingComponent",
            entry.component(),
            "reportingInstance",
            node));
  }

  @Override
  public void close() {
    closed = true;
    writer.interrupt();
  }
}
