package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Follows renamed objects: writes their new names into the fields that refer to them. */
final class NameReferences implements Transform {
  private final FieldConfig config;
  private final Map<Gvk, List<Rule>> rules = new HashMap<>();
  private final Map<String, List<Resource>> byFormerName = new HashMap<>();
  private final Map<String, Set<String>> originalNamespaces = new HashMap<>();

  /** A field to update and the kind whose names it holds. */
  private record Rule(FieldSpec field, Gvk referred) {}

  NameReferences(FieldConfig config) {
    this.config = config;
  }

  @Override
  public void apply(ResourceMap map) {
    for (var resource : map.resources()) {
      index(resource);
    }
    for (var resource : map.resources()) {
      var referrer = new Referrer(resource);
      for (var rule : rules.computeIfAbsent(resource.originalId().gvk(), this::rules)) {
        FieldWalk.visit(resource.node(), rule.field, field -> referrer.update(field, rule));
      }
    }
    map.changed();
  }

  private void index(Resource resource) {
    var names = new LinkedHashSet<String>();
    resource.formerIds().forEach(id -> names.add(id.name()));
    names.forEach(
        name -> byFormerName.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(resource));
    originalNamespaces
        .computeIfAbsent(resource.id().effectiveNamespace(), _ -> new HashSet<>())
        .add(resource.originalId().effectiveNamespace());
  }

  private List<Rule> rules(Gvk referrer) {
    var found = new ArrayList<Rule>();
    for (var reference : config.references()) {
      for (var field : reference.fields()) {
        if (referrer.selectedBy(field.gvk())) {
          found.add(new Rule(field, reference.referred()));
        }
      }
    }
    return found;
  }

  private static boolean nowhere(Resource resource) {
    return resource.id().gvk().clusterScoped();
  }

  /** One object whose fields may refer to others. */
  private final class Referrer {
    private final Resource resource;
    private final ResourceId id;
    private final Set<String> subjectNamespaces;

    Referrer(Resource resource) {
      this.resource = resource;
      this.id = resource.id();
      this.subjectNamespaces = id.gvk().kind().equals("RoleBinding") ? subjects() : Set.of();
    }

    private Set<String> subjects() {
      var namespaces = new HashSet<String>();
      var subjects = resource.node().get("subjects");
      if (subjects == null || !subjects.isList()) {
        return namespaces;
      }
      for (var i = 0; i < subjects.size(); i++) {
        var subject = subjects.item(i);
        var namespace = subject.get("namespace");
        if (namespace != null && subject.textAt("kind").equals("ServiceAccount")) {
          if (namespace.isNull()) {
            throw new BuildException("invalid input: namespace is blank for resource " + id);
          }
          namespaces.add(namespace.text());
        }
      }
      return namespaces;
    }

    void update(Node field, Rule rule) {
      if (field.isNull()) {
        return;
      }
      switch (field.kind()) {
        case SCALAR -> scalar(field, rule);
        case MAP -> map(field, rule);
        case LIST -> {
          for (var i = 0; i < field.size(); i++) {
            var item = field.item(i);
            if (item.isNull()) {
              continue;
            }
            switch (item.kind()) {
              case SCALAR -> scalar(item, rule);
              case MAP -> map(item, rule);
              case LIST ->
                  throw new NodeException("a list is expected to hold names or maps with names");
            }
          }
        }
      }
    }

    private void scalar(Node field, Rule rule) {
      select(field.text(), rule, _ -> true, false)
          .map(Resource::name)
          .filter(name -> !name.equals(field.text()))
          .ifPresent(name -> Fields.set(field, Node.plain(name)));
    }

    private void map(Node field, Rule rule) {
      var name = field.get("name");
      if (name == null) {
        throw new NodeException("path config error; no 'name' field in node");
      }
      var target = select(name.text(), rule, namespaceFilter(field.get("namespace")), true);
      if (target.isEmpty()) {
        return;
      }
      var namespace = target.get().namespace();
      if (target.get().name().equals(name.text()) && namespace.isEmpty()) {
        return;
      }
      Fields.set(field, "name", Node.plain(target.get().name()));
      if (!namespace.isEmpty()) {
        Fields.set(field, "namespace", Node.plain(namespace));
      }
    }

    private Predicate<Resource> namespaceFilter(@org.jspecify.annotations.Nullable Node wanted) {
      if (wanted == null) {
        return _ -> true;
      }
      var namespace = wanted.text();
      if (namespace.equals(ResourceId.CLUSTER)) {
        return _ -> false;
      }
      return originallyIn(namespace)
          ? candidate -> candidate.originalId().effectiveNamespace().equals(namespace)
          : candidate -> candidate.id().effectiveNamespace().equals(namespace);
    }

    /** Whether some object this one may refer to was read in {@code namespace}. */
    private boolean originallyIn(String namespace) {
      if (id.gvk().clusterScoped()) {
        return originalNamespaces.values().stream().anyMatch(set -> set.contains(namespace));
      }
      var reachable = new HashSet<>(subjectNamespaces);
      reachable.add(id.effectiveNamespace());
      reachable.add(ResourceId.CLUSTER);
      return reachable.stream()
          .anyMatch(here -> originalNamespaces.getOrDefault(here, Set.of()).contains(namespace));
    }

    private boolean reachable(Resource candidate) {
      return id.gvk().clusterScoped()
          || nowhere(candidate)
          || candidate.id().sameNamespace(id)
          || subjectNamespaces.contains(candidate.namespace());
    }

    /** The object that was called {@code name} and is of the kind the rule refers to. */
    private Optional<Resource> select(
        String name, Rule rule, Predicate<Resource> filter, boolean namespaceCounts) {
      var named = byFormerName.getOrDefault(name, List.of());
      if (named.isEmpty()) {
        return Optional.empty();
      }
      var roleKind = roleKind(rule);
      var candidates = new ArrayList<Resource>();
      for (var candidate : named) {
        if (reachable(candidate)
            && filter.test(candidate)
            && wasSelected(candidate, rule.referred)
            && (roleKind.isEmpty() || wasSelected(candidate, roleKind.get()))
            && sameNamespace(candidate)) {
          candidates.add(candidate);
        }
      }
      if (candidates.size() == 1) {
        return Optional.of(candidates.getFirst());
      }
      candidates.removeIf(candidate -> !candidate.sameAffixes(resource, true));
      if (candidates.size() > 1) {
        candidates.removeIf(candidate -> !candidate.sameAffixes(resource, false));
      }
      if (candidates.isEmpty()) {
        return Optional.empty();
      }
      var first = candidates.getFirst();
      for (var other : candidates) {
        if (!other.name().equals(first.name())
            || namespaceCounts && !other.namespace().equals(first.namespace())) {
          throw new BuildException("found multiple possible referrals: " + candidates);
        }
      }
      return Optional.of(first);
    }

    private boolean sameNamespace(Resource candidate) {
      return id.gvk().clusterScoped()
          || nowhere(candidate)
          || candidate.kind().equals("ServiceAccount")
          || id.sameNamespace(candidate.id());
    }

    private Optional<Gvk> roleKind(Rule rule) {
      var role = resource.node().get("roleRef");
      if (!rule.field.path().endsWith("roleRef/name") || role == null) {
        return Optional.empty();
      }
      var group = role.get("apiGroup");
      var kind = role.get("kind");
      return group == null || kind == null
          ? Optional.empty()
          : Optional.of(Gvk.of(group.text(), "", kind.text()));
    }

    private static boolean wasSelected(Resource candidate, Gvk gvk) {
      return candidate.formerIds().stream().anyMatch(id -> id.gvk().selectedBy(gvk));
    }
  }
}
