package io.syncline.localkube.rest;

import io.syncline.localkube.refusal.Refusal;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Answers requests to execute a command in a container, and to attach to one. */
final class Terminals {
  private final Logs logs;
  private final PodShell shell;

  Terminals(Logs logs, PodShell shell) {
    this.logs = logs;
    this.shell = shell;
  }

  Reply answer(Resources.Place place, Request request) {
    var pod = logs.pod(place);
    var container = Containers.chosen(pod, request.parameter("container"));
    var exec = place.part().equals("exec");
    if (exec && request.parameters("command").isEmpty()) {
      throw Refusal.badRequest("you must specify at least one command for the container");
    }
    if (!Containers.runs(pod, container)) {
      throw Containers.notRunning(container);
    }
    if (request.header("sec-websocket-version").isEmpty()) {
      throw Refusal.of(
          501,
          "NotImplemented",
          place.part() + " goes over a WebSocket only (expected: kubectl 1.30 or newer)",
          ObjectTree.EMPTY);
    }
    return new Reply.Conversation(
        (in, out) -> {
          var channels = new Channels(in, out);
          var reader = Thread.ofVirtual().name("kube-stdin").start(channels::pump);
          try {
            channels.end(
                exec
                    ? executed(pod, container, request, channels)
                    : attached(place, pod, container, channels, out));
          } catch (IOException e) {
            // The client is gone; there is nobody to tell.
            out.open();
          } finally {
            reader.interrupt();
          }
        });
  }

  private int executed(Manifest pod, String container, Request request, Channels channels)
      throws IOException, InterruptedException {
    var terminal = request.flag("tty");
    var out = request.flag("stdout") ? channels.stdout() : OutputStream.nullOutputStream();
    var err =
        terminal
            ? out
            : request.flag("stderr") ? channels.stderr() : OutputStream.nullOutputStream();
    var in = request.flag("stdin") ? channels.stdin() : InputStream.nullInputStream();
    return shell.run(
        pod,
        container,
        request.parameters("command"),
        new PodShell.Streams(in, out, err, terminal));
  }

  /** What is typed goes nowhere; what the container prints from now on is shown. */
  private int attached(
      Resources.Place place, Manifest pod, String container, Channels channels, Reply.Sink socket)
      throws IOException, InterruptedException {
    var out = channels.stdout();
    out.write(Logs.greeting(pod, container).getBytes(StandardCharsets.UTF_8));
    var sink =
        new Reply.Sink() {
          @Override
          public boolean write(byte[] frame) {
            try {
              out.write(frame);
              return true;
            } catch (IOException e) {
              return false;
            }
          }

          @Override
          public boolean open() {
            return socket.open();
          }
        };
    logs.followFromNow(place, container, sink);
    return 0;
  }
}
