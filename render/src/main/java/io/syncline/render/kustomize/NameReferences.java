package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

  /** What an object learns of the others. */
  private interface Others {
    /** The objects that were called {@code name}. */
    List<Naming> called(String name);

    /** For each namespace, those that the objects in it now were read in. */
    Map<String, Set<String>> originalNamespaces();
  }

  NameReferences(FieldConfig config) {
    this.config = config;
  }

  @Override
  public void apply(ResourceMap map) {
    for (var resource : map.resources()) {
      index(resource);
    }
    for (var resource : map.resources()) {
      var learned = new Learned();
      resource.change(
          key -> key instanceof Answers answers && stand(answers),
          learned::answers,
          changed -> update(changed, learned),
          key -> changed -> update(changed, (Answers) key));
    }
    map.changed();
  }

  private void update(Resource resource, Others others) {
    var referrer = new Referrer(resource, others);
    for (var rule : rules.computeIfAbsent(resource.originalId().gvk(), this::rules)) {
      FieldWalk.visit(resource.node(), rule.field, field -> referrer.update(field, rule));
    }
  }

  private List<Naming> called(String name) {
    var resources = byFormerName.getOrDefault(name, List.of());
    return resources.isEmpty() ? List.of() : resources.stream().map(Resource::naming).toList();
  }

  /** Whether an object that learned {@code answers} would learn the same now. */
  private boolean stand(Answers answers) {
    if (!answers.steady
        || !answers.references.equals(config.references())
        || answers.namespaces && !answers.originalNamespaces.equals(originalNamespaces)) {
      return false;
    }
    for (var name : answers.called.entrySet()) {
      var now = byFormerName.getOrDefault(name.getKey(), List.of());
      var then = name.getValue();
      if (now.size() != then.size()) {
        return false;
      }
      for (var i = 0; i < then.size(); i++) {
        if (!now.get(i).naming().equals(then.get(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * All that one object learned of the others, which with the object itself decides what becomes of
   * it.
   *
   * @param references the fields it looked at
   * @param called what it was told of each name it asked for
   * @param steady whether the same question always had the same answer
   * @param namespaces whether it asked for namespaces
   * @param originalNamespaces what it was told of them
   */
  private record Answers(
      List<FieldConfig.References> references,
      Map<String, List<Naming>> called,
      boolean steady,
      boolean namespaces,
      Map<String, Set<String>> originalNamespaces)
      implements Others {
    @Override
    public List<Naming> called(String name) {
      return called.getOrDefault(name, List.of());
    }
  }

  /** Writes down what one object learns. */
  private final class Learned implements Others {
    private final Map<String, List<Naming>> called = new LinkedHashMap<>();
    private boolean namespaces;
    private boolean steady = true;

    @Override
    public List<Naming> called(String name) {
      var now = NameReferences.this.called(name);
      var before = called.putIfAbsent(name, now);
      // An object that changes its own name may learn otherwise the second time.
      steady &= before == null || before.equals(now);
      return now;
    }

    @Override
    public Map<String, Set<String>> originalNamespaces() {
      namespaces = true;
      return originalNamespaces;
    }

    Answers answers() {
      return new Answers(
          config.references(),
          called,
          steady,
          namespaces,
          namespaces ? originalNamespaces : Map.of());
    }
  }

  private void index(Resource resource) {
    var former = resource.formerIds();
    for (var i = 0; i < former.size(); i++) {
      var name = former.get(i).name();
      var again = false;
      for (var k = 0; k < i; k++) {
        again |= former.get(k).name().equals(name);
      }
      if (!again) {
        byFormerName.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(resource);
      }
    }
    originalNamespaces
        .computeIfAbsent(resource.key().namespace(), _ -> new HashSet<>())
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

  private static boolean nowhere(Naming object) {
    return object.id().gvk().clusterScoped();
  }

  /** One object whose fields may refer to others. */
  private static final class Referrer {
    private final Resource resource;
    private final Others others;
    private final ResourceId id;
    private final Set<String> subjectNamespaces;

    Referrer(Resource resource, Others others) {
      this.resource = resource;
      this.others = others;
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
          .map(Naming::name)
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

    private Predicate<Naming> namespaceFilter(@org.jspecify.annotations.Nullable Node wanted) {
      if (wanted == null) {
        return _ -> true;
      }
      var namespace = wanted.text();
      if (namespace.equals(ResourceId.CLUSTER)) {
        return _ -> false;
      }
      return originallyIn(namespace)
          ? candidate -> candidate.original().effectiveNamespace().equals(namespace)
          : candidate -> candidate.id().effectiveNamespace().equals(namespace);
    }

    /** Whether some object this one may refer to was read in {@code namespace}. */
    private boolean originallyIn(String namespace) {
      if (id.gvk().clusterScoped()) {
        return others.originalNamespaces().values().stream()
            .anyMatch(set -> set.contains(namespace));
      }
      var reachable = new HashSet<>(subjectNamespaces);
      reachable.add(id.effectiveNamespace());
      reachable.add(ResourceId.CLUSTER);
      return reachable.stream()
          .anyMatch(
              here -> others.originalNamespaces().getOrDefault(here, Set.of()).contains(namespace));
    }

    private boolean reachable(Naming candidate) {
      return id.gvk().clusterScoped()
          || nowhere(candidate)
          || candidate.id().sameNamespace(id)
          || subjectNamespaces.contains(candidate.namespace());
    }

    /** The object that was called {@code name} and is of the kind the rule refers to. */
    private Optional<Naming> select(
        String name, Rule rule, Predicate<Naming> filter, boolean namespaceCounts) {
      var named = others.called(name);
      if (named.isEmpty()) {
        return Optional.empty();
      }
      var roleKind = roleKind(rule);
      var candidates = new ArrayList<Naming>();
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
      var own = resource.naming();
      candidates.removeIf(candidate -> !candidate.sameAffixes(own, true));
      if (candidates.size() > 1) {
        candidates.removeIf(candidate -> !candidate.sameAffixes(own, false));
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

    private boolean sameNamespace(Naming candidate) {
      return id.gvk().clusterScoped()
          || nowhere(candidate)
          || candidate.id().gvk().kind().equals("ServiceAccount")
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

    private static boolean wasSelected(Naming candidate, Gvk gvk) {
      return candidate.former().stream().anyMatch(id -> id.gvk().selectedBy(gvk));
    }
  }
}
