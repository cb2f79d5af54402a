package io.syncline.render.helm;

import io.syncline.lang.glob.Glob;
import io.syncline.lang.gotemplate.GoData;
import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.BuildEnvironment;
import io.syncline.render.RemoteAddress;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values an application gives its chart: files, then inline values, then parameters. */
final class UserValues {
  private final RenderRequest request;
  private final SourceTree tree;
  private final ObjectTree helm;
  private final BuildEnvironment environment;

  private UserValues(SourceTree tree, RenderRequest request) {
    this.tree = tree;
    this.request = request;
    this.helm = request.source().tool("helm");
    this.environment = new BuildEnvironment(request);
  }

  static TreeMap<String, @Nullable Object> of(SourceTree tree, RenderRequest request) {
    var values = new UserValues(tree, request);
    var all = new TreeMap<String, @Nullable Object>();
    for (var file : values.files()) {
      Values.merge(all, values.read(file));
    }
    Values.merge(all, values.inline());
    try {
      values.parameters(all);
    } catch (ChartException e) {
      throw RenderException.in("", 0, String.valueOf(e.getMessage()));
    }
    return all;
  }

  /** A file in this source's tree or in that of another one. */
  private record Place(SourceTree tree, String path) {}

  /** Value files in order; a file found by a pattern and named elsewhere keeps its named place. */
  private List<Place> files() {
    var written = Tree.items(helm.get("valueFiles")).stream().map(String::valueOf).toList();
    var places = written.stream().map(this::place).toList();
    var named = new HashSet<Place>();
    places.stream().filter(p -> !pattern(p.path())).forEach(named::add);
    var found = new HashSet<Place>();
    var all = new ArrayList<Place>();
    for (var i = 0; i < places.size(); i++) {
      var place = places.get(i);
      if (pattern(place.path())) {
        var matches = matches(place);
        if (matches.isEmpty() && !ignoresMissing()) {
          throw missing(
              written.get(i), "values file glob \"" + written.get(i) + "\" matched no files");
        }
        matches.stream().filter(m -> !named.contains(m) && found.add(m)).forEach(all::add);
      } else if (target(place).isPresent()) {
        all.add(place);
      } else if (!ignoresMissing()) {
        throw missing(written.get(i), "no such file or directory");
      }
    }
    return all;
  }

  private boolean ignoresMissing() {
    return Tree.flag(helm, "ignoreMissingValueFiles");
  }

  private static RenderException missing(String written, String what) {
    return RenderException.in(written, 0, what, "set ignoreMissingValueFiles if it is optional");
  }

  private Optional<String> target(Place place) {
    return ChartFolder.resolve(place.tree(), place.path())
        .filter(
            path ->
                place.tree().entry(path).map(e -> e.type() == SourceTree.Type.FILE).orElse(false));
  }

  private Place place(String written) {
    if (written.startsWith("$")) {
      var slash = written.indexOf('/');
      var alias = slash < 0 ? written : written.substring(0, slash);
      var other =
          Optional.ofNullable(request.refs().get(alias.substring(1)))
              .or(() -> Optional.ofNullable(request.refs().get(alias)));
      if (other.isPresent()) {
        return new Place(
            other.get(), inside("", slash < 0 ? "" : written.substring(slash + 1), written));
      }
      if (!alias.startsWith("$ARGOCD_") && !alias.startsWith("${")) {
        throw RenderException.in(
            "",
            0,
            "value file "
                + written
                + " names source "
                + alias
                + " (expected: the ref of another source)");
      }
    }
    var path = environment.substitute(written);
    if (path.startsWith("http://") || path.startsWith("https://")) {
      return fetched(path);
    }
    return new Place(tree, inside(request.path(), path, written));
  }

  private Place fetched(String url) {
    try {
      var file = request.remotes().open(new RemoteAddress.File(url)).tree();
      var name = file.list("").stream().map(SourceTree.Entry::name).findFirst().orElse("");
      return new Place(file, name);
    } catch (RenderException e) {
      throw RenderException.in("", 0, "value file " + e.problem().message(), e.problem().hint());
    }
  }

  private static String inside(String base, String path, String written) {
    return SourcePath.resolve(base, path)
        .orElseThrow(
            () ->
                RenderException.in(
                    "",
                    0,
                    "value file "
                        + written
                        + " leads out of the repository (expected: a path inside it)"));
  }

  private static boolean pattern(String path) {
    return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
  }

  private static List<Place> matches(Place pattern) {
    var found = new ArrayList<Place>();
    var glob =
        Glob.tryOf(pattern.path().replace("**/", "{**/,}"), '/')
            .orElseThrow(
                () ->
                    RenderException.in(
                        "",
                        0,
                        "value file pattern "
                            + pattern.path()
                            + " is malformed (expected: a glob)"));
    var first = pattern.path().replaceFirst("[*?\\[{].*$", "");
    var base = first.contains("/") ? first.substring(0, first.lastIndexOf('/')) : "";
    collect(pattern.tree(), base, glob, found, 0);
    found.sort(java.util.Comparator.comparing(Place::path));
    return found;
  }

  private static void collect(
      SourceTree tree, String directory, Glob glob, List<Place> found, int depth) {
    if (depth > 60) {
      return;
    }
    for (var entry : tree.list(directory)) {
      var path = ChartLoader.join(directory, entry.name());
      if (entry.type() == SourceTree.Type.DIRECTORY) {
        collect(tree, path, glob, found, depth + 1);
      } else if (glob.matches(path)) {
        found.add(new Place(tree, path));
      }
    }
  }

  private Map<String, @Nullable Object> read(Place place) {
    var path = target(place).orElse(place.path());
    var bytes = place.tree().read(path).orElseThrow(() -> missing(place.path(), "is unreadable"));
    return ChartLoader.values(bytes, path);
  }

  private Map<String, @Nullable Object> inline() {
    var object = helm.get("valuesObject");
    var values = new TreeMap<String, @Nullable Object>();
    if (object instanceof ObjectTree given) {
      given.forEach((k, v) -> values.put(k, GoData.decoded(v)));
      return values;
    }
    var text = Tree.text(helm, "values");
    try {
      Yaml.parseObject(text).forEach((k, v) -> values.put(k, GoData.decoded(v)));
      return values;
    } catch (YamlException e) {
      throw RenderException.in(
          "",
          0,
          "helm.values of the source is no YAML mapping: " + e.problem() + " in line " + e.line());
    }
  }

  private void parameters(Map<String, @Nullable Object> values) {
    var typed = new java.util.LinkedHashMap<String, String>();
    var strings = new java.util.LinkedHashMap<String, String>();
    for (var item : Tree.items(helm.get("parameters"))) {
      var name = Tree.text(item, "name");
      var value = environment.substitute(Tree.text(item, "value"));
      (Tree.flag(item, "forceString") ? strings : typed).put(name, value);
    }
    typed.forEach((name, value) -> SetExpression.apply(name + "=" + escaped(value), values));
    strings.forEach(
        (name, value) -> SetExpression.applyStrings(name + "=" + escaped(value), values));
    for (var item : Tree.items(helm.get("fileParameters"))) {
      var written = Tree.text(item, "path");
      var place = place(written);
      var bytes =
          target(place)
              .flatMap(place.tree()::read)
              .orElseThrow(() -> missing(written, "does not exist"));
      var name = Tree.text(item, "name");
      SetExpression.applyStrings(name + "=", values);
      replace(values, name, new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /** Sets the text of a file as it is: nothing in it means anything to the set language. */
  private static void replace(Map<String, @Nullable Object> values, String name, String text) {
    var quoted = text.replace("\\", "\\\\").replace(",", "\\,");
    SetExpression.applyStrings(
        name + "=" + (quoted.startsWith("{") ? "\\" + quoted : quoted), values);
  }

  /** Commas of a value are no separators, unless it is a list or they are escaped already. */
  private static String escaped(String value) {
    if (value.startsWith("{") && value.endsWith("}")) {
      return value;
    }
    var out = new StringBuilder();
    for (var i = 0; i < value.length(); i++) {
      if (value.charAt(i) == ',' && (i == 0 || value.charAt(i - 1) != '\\')) {
        out.append('\\');
      }
      out.append(value.charAt(i));
    }
    return out.toString();
  }
}
