package io.syncline.engine.conformance;

import io.syncline.engine.actions.ActionException;
import io.syncline.engine.actions.ImpactedResource;
import io.syncline.engine.actions.ResourceAction;
import io.syncline.engine.actions.ResourceActions;
import io.syncline.engine.customization.ResourceCustomizations;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActionsConformanceTest {
  private static final Instant NOW = Instant.parse("2024-01-10T10:30:15Z");
  private static final ResourceActions ACTIONS = new ResourceActions(ResourceCustomizations.NONE);

  @Test
  void offers_and_runs_actions_as_argo_cd_does() {
    Corpus.find("actions")
        .ifPresent(
            cases -> {
              cases.group("discovery", one -> discovery(cases, one));
              cases.group("run", one -> run(cases, one));
              cases.finish();
            });
  }

  private static String discovery(Corpus cases, ObjectTree one) {
    var wanted = new LinkedHashMap<String, String>();
    for (var action : Tree.items(one.get("expected"))) {
      var params =
          Tree.items(Tree.at(action, "params")).stream()
              .map(p -> Tree.text(p, "name") + "=" + Tree.text(p, "default"))
              .toList();
      wanted.put(
          Tree.text(action, "name"),
          said(
              Tree.flag(action, "disabled"),
              Tree.text(action, "displayName"),
              Tree.text(action, "iconClass"),
              params));
    }
    var got = new LinkedHashMap<String, String>();
    for (var action : ACTIONS.list(cases.object(Tree.text(one, "input")), NOW)) {
      got.put(
          action.name(),
          said(
              action.disabled(),
              action.displayName(),
              action.iconClass(),
              action.params().stream().map(ActionsConformanceTest::said).toList()));
    }
    return wanted.equals(got) ? "" : "expected " + wanted + ", got " + got;
  }

  private static String said(ResourceAction.Param param) {
    return param.name() + "=" + param.otherwise();
  }

  private static String said(boolean disabled, String shown, String icon, List<String> params) {
    return (disabled ? "disabled " : "") + shown + " " + icon + " " + params;
  }

  private static String run(Corpus cases, ObjectTree one) {
    var live = cases.object(Tree.text(one, "input"));
    var params = new LinkedHashMap<String, String>();
    Tree.object(one.get("parameters")).forEach((k, v) -> params.put(k, String.valueOf(v)));
    var error = Tree.text(one, "expectedError");
    List<ImpactedResource> made;
    try {
      made = ACTIONS.run(live, Tree.text(one, "action"), Map.copyOf(params), NOW);
    } catch (ActionException e) {
      return String.valueOf(e.getMessage()).contains(error) && !error.isEmpty()
          ? ""
          : "unexpected error " + e.getMessage();
    }
    if (!error.isEmpty()) {
      return "expected error " + error;
    }
    return compare(cases, one, live, made);
  }

  private static String compare(
      Corpus cases, ObjectTree one, Manifest live, List<ImpactedResource> made) {
    var expected = cases.value(Tree.text(one, "expectedOutput"));
    if (!(expected instanceof List<?> list)) {
      // The whole object: what is not about the action differs between the two files.
      var wanted = settled(expected, live);
      var got = made.getFirst().object();
      var said = missing(wanted, got.root(), "") + kept(wanted, got, live);
      return made.size() != 1 ? made.size() + " objects" : said;
    }
    if (list.size() != made.size()) {
      return "expected " + list.size() + " objects, got " + made.size();
    }
    for (var i = 0; i < list.size(); i++) {
      var got = made.get(i);
      var object = Tree.object(Tree.at(list.get(i), "unstructuredObj"));
      if (!got.operation().name().equalsIgnoreCase(Tree.text(list.get(i), "k8sOperation"))) {
        return "operation " + got.operation();
      }
      var prefix = live.name() + "-";
      if (!got.object().name().startsWith(prefix)) {
        return "name " + got.object().name();
      }
      var said = missing(Tree.without(object, "metadata", "name"), got.object().root(), "");
      if (!said.isEmpty()) {
        return said;
      }
    }
    return "";
  }

  /** What the action should have taken away and did not. */
  private static String kept(ObjectTree wanted, Manifest got, Manifest live) {
    for (var section : List.of("spec", "status", "metadata")) {
      for (var field : Tree.object(live.at(section)).keySet()) {
        var gone = Tree.at(wanted, section, field) == null && wanted.get(section) != null;
        var server =
            List.of("creationTimestamp", "generation", "resourceVersion", "selfLink", "uid");
        if (gone && got.at(section, field) != null && !server.contains(field)) {
          return " kept " + section + "." + field;
        }
      }
    }
    return "";
  }

  /** Fields the corpus tells to leave out (README of the corpus), and those servers write. */
  private static ObjectTree settled(@Nullable Object expected, Manifest live) {
    var tree = Tree.object(expected);
    if (live.groupKind().toString().equals("apps/Deployment")) {
      tree = tree.without("status");
    }
    return Tree.without(
        Tree.without(tree, "metadata", "creationTimestamp"), "metadata", "generation");
  }

  /** What of {@code wanted} is not in {@code got}; times and empty values do not count. */
  private static String missing(@Nullable Object wanted, @Nullable Object got, String path) {
    if (wanted == null) {
      return "";
    }
    if (wanted instanceof ObjectTree tree) {
      for (var entry : tree.entrySet()) {
        var said =
            missing(entry.getValue(), Tree.at(got, entry.getKey()), path + "." + entry.getKey());
        if (!said.isEmpty()) {
          return said;
        }
      }
      return "";
    }
    if (wanted instanceof List<?> list) {
      var others = Tree.items(got);
      if (list.size() != others.size()) {
        return path + ": expected " + wanted + ", got " + got;
      }
      for (var i = 0; i < list.size(); i++) {
        var said = missing(list.get(i), others.get(i), path + "[" + i + "]");
        if (!said.isEmpty()) {
          return said;
        }
      }
      return "";
    }
    var time = wanted instanceof String text && text.contains("0001-01-01T00:00:00");
    var same = time ? got != null : wanted.equals(got);
    return same ? "" : path + ": expected " + wanted + ", got " + got;
  }
}
