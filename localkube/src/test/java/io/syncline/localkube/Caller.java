package io.syncline.localkube;

import io.syncline.localkube.rest.Reply;
import io.syncline.localkube.rest.Request;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends requests to an API without sockets. */
final class Caller {
  private final LocalKube kube;

  Caller(LocalKube kube) {
    this.kube = kube;
  }

  /** An answer: HTTP status, headers and body. */
  record Answer(int status, Map<String, List<String>> headers, String body) {
    ObjectTree tree() {
      return Json.parseObject(body.getBytes(StandardCharsets.UTF_8));
    }

    String text(String... path) {
      return Tree.text(tree(), path);
    }

    List<Object> items() {
      return Tree.items(tree().get("items"));
    }

    List<String> names() {
      return items().stream().map(item -> Tree.text(item, "metadata", "name")).toList();
    }
  }

  Answer get(String url) {
    return send("GET", url, "", "", Map.of());
  }

  Answer get(String url, String accept) {
    return send("GET", url, "", "", Map.of("accept", accept));
  }

  Answer post(String url, String yaml) {
    return send("POST", url, "application/json", json(yaml), Map.of());
  }

  Answer put(String url, String yaml) {
    return send("PUT", url, "application/json", json(yaml), Map.of());
  }

  Answer delete(String url) {
    return send("DELETE", url, "", "", Map.of());
  }

  Answer patch(String url, String type, String body) {
    return send("PATCH", url, "application/" + type, body, Map.of());
  }

  private static String json(String yaml) {
    return Json.write(Yaml.parseObject(yaml));
  }

  Answer send(String method, String url, String type, String body, Map<String, String> headers) {
    return send(method, url, type, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  Answer send(String method, String url, String type, byte[] body, Map<String, String> headers) {
    var all = new LinkedHashMap<>(headers);
    all.put("content-type", type);
    all.put("user-agent", "caller/1");
    var question = url.indexOf('?');
    var request =
        Request.of(
            method,
            question < 0 ? url : url.substring(0, question),
            question < 0 ? "" : url.substring(question + 1),
            all,
            body);
    return switch (kube.rest().answer(request)) {
      case Reply.Whole whole ->
          new Answer(
              whole.status(),
              whole.headers(),
              new String(whole.body().bytes(), StandardCharsets.UTF_8));
      case Reply.Stream stream ->
          new Answer(stream.status(), stream.headers(), String.join("\n", frames(stream.feed())));
      case Reply.Parts parts ->
          new Answer(parts.status(), parts.headers(), String.join("", frames(parts.parts())));
      case Reply.Conversation talk -> new Answer(talk.status(), talk.headers(), "");
    };
  }

  private static List<String> frames(Reply.Feed feed) {
    var frames = new ArrayList<String>();
    try {
      feed.run(
          new Reply.Sink() {
            @Override
            public boolean write(byte[] frame) {
              frames.add(new String(frame, StandardCharsets.UTF_8));
              return true;
            }

            @Override
            public boolean open() {
              return true;
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return frames;
  }
}
