package io.syncline.localkube.authz;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * One rule of a role.
 *
 * @param verbs verbs, {@code *} for all
 * @param groups API groups, {@code *} for all
 * @param resources resources and {@code resource/subresource}, {@code *} for all
 * @param names names of objects, empty for all
 * @param urls paths that are not resources; a {@code *} at the end stands for any rest
 */
public record Rule(
    List<String> verbs,
    List<String> groups,
    List<String> resources,
    List<String> names,
    List<String> urls) {
  /** Everything there is. */
  static final List<Rule> ALL =
      List.of(
          new Rule(List.of("*"), List.of("*"), List.of("*"), List.of(), List.of()),
          new Rule(List.of("*"), List.of(), List.of(), List.of(), List.of("*")));

  /** Copies the lists. */
  public Rule {
    verbs = List.copyOf(verbs);
    groups = List.copyOf(groups);
    resources = List.copyOf(resources);
    names = List.copyOf(names);
    urls = List.copyOf(urls);
  }

  /** The rules of a Role or ClusterRole. */
  public static List<Rule> of(ObjectTree role) {
    var rules = new ArrayList<Rule>();
    for (var rule : Tree.items(role.get("rules"))) {
      rules.add(
          new Rule(
              texts(rule, "verbs"),
              texts(rule, "apiGroups"),
              texts(rule, "resources"),
              texts(rule, "resourceNames"),
              texts(rule, "nonResourceURLs")));
    }
    return rules;
  }

  private static List<String> texts(Object rule, String field) {
    return Tree.items(Tree.at(rule, field)).stream().map(String::valueOf).toList();
  }

  /** Whether the rule permits a wish. */
  public boolean allows(Attributes wish) {
    if (!verbs.contains("*") && !verbs.contains(wish.verb())) {
      return false;
    }
    if (!wish.ofResource()) {
      return urls.stream().anyMatch(url -> reaches(url, wish.path()));
    }
    return (groups.contains("*") || groups.contains(wish.group()))
        && resources.stream().anyMatch(r -> matches(r, wish))
        && (names.isEmpty() || names.contains(wish.name()));
  }

  private static boolean matches(String resource, Attributes wish) {
    return resource.equals("*")
        || resource.equals(wish.combined())
        || (!wish.subresource().isEmpty() && resource.equals("*/" + wish.subresource()));
  }

  private static boolean reaches(String url, String path) {
    return url.equals(path) || (url.endsWith("*") && path.startsWith(url.replaceAll("\\*+$", "")));
  }

  /** The rule taken apart: one verb and one resource, name or path in each. */
  List<Rule> parts() {
    var parts = new ArrayList<Rule>();
    for (var group : groups) {
      for (var resource : resources) {
        for (var verb : verbs) {
          for (var name : names.isEmpty() ? List.of("") : names) {
            parts.add(
                new Rule(
                    List.of(verb),
                    List.of(group),
                    List.of(resource),
                    name.isEmpty() ? List.of() : List.of(name),
                    List.of()));
          }
        }
      }
    }
    for (var url : urls) {
      for (var verb : verbs) {
        parts.add(new Rule(List.of(verb), List.of(), List.of(), List.of(), List.of(url)));
      }
    }
    return parts;
  }

  /** Whether this rule gives all that {@code part} gives. */
  boolean covers(Rule part) {
    return (verbs.contains("*") || verbs.containsAll(part.verbs))
        && (groups.contains("*") || groups.containsAll(part.groups))
        && part.resources.stream().allMatch(this::coversResource)
        && (names.isEmpty() || (!part.names.isEmpty() && names.containsAll(part.names)))
        && part.urls.stream().allMatch(path -> urls.stream().anyMatch(u -> reaches(u, path)));
  }

  private boolean coversResource(String resource) {
    var slash = resource.indexOf('/');
    return resources.contains("*")
        || resources.contains(resource)
        || (slash >= 0 && resources.contains("*" + resource.substring(slash)));
  }

  /** The rule on one line. */
  String text() {
    var parts = new ArrayList<String>();
    add(parts, "APIGroups", groups);
    add(parts, "Resources", resources);
    add(parts, "NonResourceURLs", urls);
    add(parts, "ResourceNames", names);
    add(parts, "Verbs", verbs);
    return "{" + String.join(", ", parts) + "}";
  }

  private static void add(List<String> parts, String field, List<String> texts) {
    if (!texts.isEmpty()) {
      parts.add(field + ":" + Quoted.list(texts));
    }
  }
}
