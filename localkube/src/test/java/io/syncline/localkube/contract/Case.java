package io.syncline.localkube.contract;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Requests that belong together, sent in order.
 *
 * @param file name of its file without the ending
 * @param name what it is about, in words_with_underscores
 * @param steps its requests
 * @param source its text, to tell values that the case chose from those the server chose
 */
record Case(String file, String name, List<Step> steps, String source) {
  Case {
    steps = List.copyOf(steps);
  }

  /** The cases of one file: one per YAML document. */
  static List<Case> read(String file, String text) {
    var cases = new ArrayList<Case>();
    for (var document : Yaml.documents(text)) {
      var tree = Tree.object(document.value());
      var name = Tree.text(tree, "case");
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            file + ".yaml:" + document.line() + ": the case has no name (expected: case: words)");
      }
      var steps = new ArrayList<Step>();
      for (var step : Tree.items(tree.get("steps"))) {
        steps.add(Step.of(file + "/" + name, Tree.object(step)));
      }
      cases.add(new Case(file, name, steps, Yaml.write(tree)));
    }
    return cases;
  }

  /** Its name among all cases. */
  String id() {
    return file + "/" + name;
  }

  /** The namespace that is made for it. */
  String namespace() {
    var made = "c-" + name.replace('_', '-').toLowerCase(Locale.ROOT);
    return made.length() > 63 ? made.substring(0, 63).replaceAll("-+$", "") : made;
  }

  /**
   * One request.
   *
   * @param method HTTP method
   * @param path path and query, with variables
   * @param tree all that the case says about it
   */
  record Step(String method, String path, ObjectTree tree) {
    static Step of(String id, ObjectTree tree) {
      var line = Tree.text(tree, "do");
      var space = line.indexOf(' ');
      if (space < 0) {
        throw new IllegalArgumentException(
            id + ": a step does \"" + line + "\" (expected: METHOD PATH)");
      }
      return new Step(line.substring(0, space), line.substring(space + 1).strip(), tree);
    }

    /** How many frames of a stream are read; 0 for an answer that is no stream. */
    long events() {
      return Tree.number(tree, 0, "events");
    }

    /** Whether the answer only prepares later steps and is not compared. */
    boolean quiet() {
      return Tree.flag(tree, "quiet");
    }

    /** The status to wait for, 0 for none. */
    long awaited() {
      return Tree.number(tree, 0, "await");
    }

    List<String> texts(String field) {
      return Tree.items(tree.get(field)).stream().map(String::valueOf).toList();
    }

    String contentType() {
      var type = Tree.text(tree, "type");
      return switch (type) {
        case "merge" -> "application/merge-patch+json";
        case "json" -> "application/json-patch+json";
        case "strategic" -> "application/strategic-merge-patch+json";
        case "apply" -> "application/apply-patch+yaml";
        case "" -> "application/json";
        default -> type;
      };
    }
  }
}
