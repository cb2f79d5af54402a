package io.syncline.engine.actions;

import io.syncline.lang.lua.LuaException;
import io.syncline.lang.lua.LuaLimits;
import io.syncline.lang.lua.LuaScript;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A definition of actions in {@code argocd-cm}: a script that says which there are, and one for
 * each (semantics 19).
 */
final class ActionScripts {
  private final String discovery;
  private final Map<String, String> scripts;
  private final boolean besideBuiltIn;

  private ActionScripts(String discovery, Map<String, String> scripts, boolean besideBuiltIn) {
    this.discovery = discovery;
    this.scripts = scripts;
    this.besideBuiltIn = besideBuiltIn;
  }

  static ActionScripts parse(String yaml) {
    try {
      var root = Yaml.parseObject(yaml);
      var scripts = new LinkedHashMap<String, String>();
      for (var definition : Tree.items(root.get("definitions"))) {
        scripts.put(Tree.text(definition, "name"), Tree.text(definition, "action.lua"));
      }
      return new ActionScripts(
          Tree.text(root, "discovery.lua"), scripts, Tree.flag(root, "mergeBuiltinActions"));
    } catch (YamlException e) {
      throw new ActionException("argocd-cm: resource.customizations.actions: " + e.getMessage());
    }
  }

  boolean besideBuiltIn() {
    return besideBuiltIn;
  }

  boolean defines(String action) {
    return scripts.containsKey(action);
  }

  /** What the discovery script offers for {@code live}. */
  List<ResourceAction> discover(Manifest live, Instant now) {
    if (discovery.isBlank()) {
      return List.of();
    }
    var result = execute("discovery.lua", discovery, Map.of("obj", live.root()), now);
    if (result instanceof ObjectTree table) {
      return table.entrySet().stream().map(e -> action(e.getKey(), e.getValue())).toList();
    }
    if (result instanceof List<?> list && list.isEmpty()) {
      return List.of();
    }
    throw new ActionException("discovery.lua: expect table output from Lua script");
  }

  private static ResourceAction action(String name, @Nullable Object said) {
    var params =
        Tree.items(Tree.at(said, "params")).stream()
            .map(
                p ->
                    new ResourceAction.Param(
                        Tree.text(p, "name"),
                        Tree.text(p, "value"),
                        Tree.text(p, "type"),
                        Tree.text(p, "default")))
            .toList();
    return new ResourceAction(
        name,
        Tree.flag(said, "disabled"),
        Tree.text(said, "displayName"),
        Tree.text(said, "iconClass"),
        params);
  }

  List<ImpactedResource> run(
      Manifest live, String action, Map<String, String> params, Instant now) {
    var globals = Map.of("obj", live.root(), "actionParams", (Object) ObjectTree.copyOf(params));
    var result = execute(action, scripts.getOrDefault(action, ""), globals, now);
    return switch (result) {
      case ObjectTree object -> List.of(ImpactedResource.patch(cleaned(object, live)));
      case List<?> list -> impacted(action, list, live);
      case null, default ->
          throw new ActionException(action + ": expect table output from Lua script");
    };
  }

  private static List<ImpactedResource> impacted(String action, List<?> list, Manifest live) {
    var all = new ArrayList<ImpactedResource>();
    for (var item : list) {
      var object = Tree.object(Tree.at(item, "resource"));
      switch (Tree.text(item, "operation")) {
        case "create" -> all.add(ImpactedResource.create(EmptyObjects.of(live).in(object)));
        case "patch" -> all.add(ImpactedResource.patch(cleaned(object, live)));
        default ->
            throw new ActionException(
                action
                    + ": operation \""
                    + Tree.text(item, "operation")
                    + "\" is not known (expected: create or patch)");
      }
    }
    return all;
  }

  private static @Nullable Object execute(
      String name, String source, Map<String, ? extends @Nullable Object> globals, Instant now) {
    try {
      return LuaScript.compile(source).run(globals, LuaLimits.DEFAULT, () -> now);
    } catch (LuaException e) {
      throw new ActionException(name + ": " + e.getMessage());
    }
  }

  /** Lua cannot tell an empty object from an empty list: what was an object stays one. */
  private static Manifest cleaned(ObjectTree object, Manifest live) {
    return new Manifest(Tree.object(cleaned(object, live.root())));
  }

  private static @Nullable Object cleaned(@Nullable Object now, @Nullable Object before) {
    if (now instanceof List<?> list) {
      if (list.isEmpty()) {
        return before instanceof ObjectTree ? ObjectTree.EMPTY : now;
      }
      var old = Tree.items(before);
      var items = new ArrayList<@Nullable Object>();
      for (var i = 0; i < list.size(); i++) {
        items.add(cleaned(list.get(i), i < old.size() ? old.get(i) : null));
      }
      return Tree.list(items);
    }
    if (now instanceof ObjectTree tree) {
      var result = tree;
      for (var entry : tree.entrySet()) {
        result =
            result.with(entry.getKey(), cleaned(entry.getValue(), Tree.at(before, entry.getKey())));
      }
      return result;
    }
    return now;
  }
}
