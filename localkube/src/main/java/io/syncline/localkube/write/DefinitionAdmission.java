package io.syncline.localkube.write;

import io.syncline.localkube.kind.Kinds;
import io.syncline.localkube.store.State;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What CustomResourceDefinitions and APIServices get when they are made. */
final class DefinitionAdmission {
  /** Finalizer that holds a definition back until its objects are gone. */
  static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

  private DefinitionAdmission() {}

  static ObjectTree established(State state, ObjectTree definition, Instant now) {
    var names = names(definition);
    var taken = taken(state, definition, names);
    var storage =
        Tree.items(Tree.at(definition, "spec", "versions")).stream()
            .filter(version -> Tree.flag(version, "storage"))
            .map(version -> Tree.text(version, "name"))
            .toList();
    var time = Metadata.time(now);
    if (!taken.isEmpty()) {
      var refused = taken.entrySet().iterator().next();
      var reason =
          Character.toUpperCase(refused.getKey().charAt(0)) + refused.getKey().substring(1);
      var accepted = names;
      for (var field : taken.keySet()) {
        accepted = accepted.without(field);
      }
      return Tree.with(definition, names, "spec", "names")
          .with(
              "status",
              ObjectTree.of(
                  "conditions",
                  List.of(
                      condition(
                              "NamesAccepted",
                              reason + "Conflict",
                              "\"" + refused.getValue() + "\" is already in use",
                              time)
                          .with("status", "False"),
                      condition("Established", "NotAccepted", "not all names are accepted", time)
                          .with("status", "False")),
                  "acceptedNames",
                  accepted,
                  "storedVersions",
                  storage));
    }
    var status =
        ObjectTree.of(
            "conditions",
            List.of(
                condition("NamesAccepted", "NoConflicts", "no conflicts found", time),
                condition(
                    "Established",
                    "InitialNamesAccepted",
                    "the initial names have been accepted",
                    time)),
            "acceptedNames",
            names,
            "storedVersions",
            storage);
    return Tree.with(definition, names, "spec", "names").with("status", status);
  }

  /** Names by field that another definition of the group has already. */
  private static Map<String, String> taken(State state, ObjectTree definition, ObjectTree names) {
    var group = Tree.text(definition, "spec", "group");
    var own = Tree.text(definition, "metadata", "name");
    var resources = new HashSet<String>();
    var kinds = new HashSet<String>();
    for (var other : state.objects().under(Kinds.DEFINITIONS)) {
      if (Tree.text(other.object(), "spec", "group").equals(group)
          && !other.key().name().equals(own)) {
        var accepted = Tree.object(Tree.at(other.object(), "status", "acceptedNames"));
        resources.add(Tree.text(accepted, "plural"));
        resources.add(Tree.text(accepted, "singular"));
        Tree.items(accepted.get("shortNames")).forEach(n -> resources.add(String.valueOf(n)));
        kinds.add(Tree.text(accepted, "kind"));
        kinds.add(Tree.text(accepted, "listKind"));
      }
    }
    var taken = new LinkedHashMap<String, String>();
    for (var field : List.of("plural", "singular", "kind", "listKind")) {
      var name = Tree.text(names, field);
      var others = field.toLowerCase(Locale.ROOT).endsWith("kind") ? kinds : resources;
      if (!name.isEmpty() && others.contains(name)) {
        taken.put(field, name);
      }
    }
    for (var name : Tree.items(names.get("shortNames"))) {
      if (resources.contains(String.valueOf(name))) {
        taken.putIfAbsent("shortNames", String.valueOf(name));
      }
    }
    return taken;
  }

  /** A changed definition: its names and storage versions are taken over at once. */
  static ObjectTree updated(ObjectTree definition) {
    var stored = new ArrayList<>(Tree.items(Tree.at(definition, "status", "storedVersions")));
    for (var version : Tree.items(Tree.at(definition, "spec", "versions"))) {
      var name = Tree.text(version, "name");
      if (Tree.flag(version, "storage") && !stored.contains(name)) {
        stored.add(name);
      }
    }
    var names = names(definition);
    return Tree.with(
        Tree.with(Tree.with(definition, names, "spec", "names"), names, "status", "acceptedNames"),
        stored,
        "status",
        "storedVersions");
  }

  private static ObjectTree names(ObjectTree definition) {
    var names = Tree.object(Tree.at(definition, "spec", "names"));
    var kind = Tree.text(names, "kind");
    if (Tree.text(names, "singular").isEmpty()) {
      names = names.with("singular", kind.toLowerCase(Locale.ROOT));
    }
    return Tree.text(names, "listKind").isEmpty() ? names.with("listKind", kind + "List") : names;
  }

  static ObjectTree available(ObjectTree service, Instant now) {
    return service.with(
        "status",
        ObjectTree.of(
            "conditions",
            List.of(
                condition(
                    "Available",
                    "Local",
                    "Local APIServices are always available",
                    Metadata.time(now)))));
  }

  private static ObjectTree condition(String type, String reason, String message, String time) {
    return ObjectTree.of(
        "type", type,
        "status", "True",
        "lastTransitionTime", time,
        "reason", reason,
        "message", message);
  }
}
