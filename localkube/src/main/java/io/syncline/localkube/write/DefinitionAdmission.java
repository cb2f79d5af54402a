package io.syncline.localkube.write;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What CustomResourceDefinitions and APIServices get when they are made. */
final class DefinitionAdmission {
  /** Finalizer that holds a definition back until its objects are gone. */
  static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

  private DefinitionAdmission() {}

  static ObjectTree established(ObjectTree definition, Instant now) {
    var names = names(definition);
    var storage =
        Tree.items(Tree.at(definition, "spec", "versions")).stream()
            .filter(version -> Tree.flag(version, "storage"))
            .map(version -> Tree.text(version, "name"))
            .toList();
    var time = Metadata.time(now);
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
    return Tree.with(OnCreate.finalizer(definition, CLEANUP), names, "spec", "names")
        .with("status", status);
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
