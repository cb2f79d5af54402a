package io.syncline.registry;

import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a Helm repository offers.
 *
 * @param charts versions by name of the chart
 * @param etag tag of the answer, "" for none
 * @param modified its date, "" for none
 */
record HelmIndex(Map<String, List<Release>> charts, String etag, String modified) {
  /**
   * One version.
   *
   * @param urls where its archive is, in the order to try
   * @param digest hash of the archive, "" when the index tells none
   */
  record Release(String version, List<String> urls, String digest) {
    Release {
      urls = List.copyOf(urls);
    }
  }

  HelmIndex {
    charts = Collections.unmodifiableMap(new LinkedHashMap<>(charts));
  }

  static HelmIndex parse(Web.Answer answer) {
    var what = "index " + Web.shown(answer.uri());
    try {
      var root = Yaml.parseObject(Yaml.decode(answer.body()));
      if (!root.containsKey("entries")) {
        throw new RegistryException(
            what + " has no entries (expected: the index.yaml of a Helm repository)",
            "check the URL of the repository");
      }
      var charts = new LinkedHashMap<String, List<Release>>();
      Tree.object(root.get("entries"))
          .forEach((name, versions) -> charts.put(name, releases(Tree.items(versions))));
      return new HelmIndex(charts, answer.header("ETag"), answer.header("Last-Modified"));
    } catch (YamlException e) {
      throw new RegistryException(
          what + " is malformed in line " + e.line() + ": " + e.problem(),
          "check the URL: it must lead to a Helm repository",
          e);
    }
  }

  private static List<Release> releases(List<Object> versions) {
    var all = new ArrayList<Release>();
    for (var one : versions) {
      var version = Tree.text(one, "version");
      if (!version.isEmpty()) {
        var urls = Tree.items(Tree.at(one, "urls")).stream().map(String::valueOf).toList();
        all.add(new Release(version, urls, Tree.text(one, "digest")));
      }
    }
    return List.copyOf(all);
  }

  List<Release> releases(String chart) {
    return charts.getOrDefault(chart, List.of());
  }
}
