package io.syncline.localkube.proto;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which fields each message has, by number; read once from the facts files. */
final class Messages {
  static final Messages ALL = new Messages(read("kube-types.json"), read("kube-fields.json"));

  private final Map<String, Message> messages = new HashMap<>();
  private final Map<String, String> roots = new HashMap<>();

  /**
   * One message.
   *
   * @param fields fields by number
   */
  record Message(Map<Integer, Field> fields) {
    Message {
      fields = Map.copyOf(fields);
    }
  }

  /**
   * One field.
   *
   * @param name JSON name, "" for a message whose fields belong to its parent
   * @param type type as the facts write it
   */
  record Field(String name, String type) {}

  private Messages(ObjectTree types, ObjectTree structs) {
    for (var name : structs.keySet()) {
      messages.put(name, message(Tree.object(structs.get(name))));
    }
    for (var kind : Tree.items(types.get("kinds"))) {
      var group = Tree.text(kind, "group");
      var version = Tree.text(kind, "version");
      roots.put(
          (group.isEmpty() ? version : group + "/" + version) + " " + Tree.text(kind, "kind"),
          Tree.text(kind, "struct"));
    }
    roots.put("autoscaling/v1 Scale", "autoscaling/v1.Scale");
    roots.put("policy/v1 Eviction", "policy/v1.Eviction");
    roots.put("authentication.k8s.io/v1 TokenRequest", "authentication/v1.TokenRequest");
    roots.put("v1 Binding", "core/v1.Binding");
  }

  private static ObjectTree read(String file) {
    try (var in = Messages.class.getResourceAsStream("/io/syncline/merge/" + file)) {
      if (in == null) {
        throw new IllegalStateException("facts " + file + " are missing in the class path");
      }
      return Json.parseObject(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Message message(ObjectTree struct) {
    var fields = new LinkedHashMap<Integer, Field>();
    var declared = Tree.object(struct.get("f"));
    for (var name : declared.keySet()) {
      var field = Tree.object(declared.get(name));
      fields.put((int) Tree.number(field, 0, "n"), new Field(name, Tree.text(field, "t")));
    }
    for (var inlined : Tree.items(struct.get("i"))) {
      var pair = Tree.items(inlined);
      if (pair.size() > 1 && pair.get(1) instanceof Long number) {
        fields.put(number.intValue(), new Field("", String.valueOf(pair.getFirst())));
      }
    }
    return new Message(fields);
  }

  Optional<Message> message(String struct) {
    return Optional.ofNullable(messages.get(struct));
  }

  /** The struct of a kind. DeleteOptions and others of meta go under every group. */
  Optional<String> root(String apiVersion, String kind) {
    if (kind.equals("DeleteOptions") || kind.equals("Status")) {
      return Optional.of("meta/v1." + kind);
    }
    return Optional.ofNullable(roots.get(apiVersion + " " + kind));
  }
}
