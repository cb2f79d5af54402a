package io.syncline.render.kustomize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The objects of a build in the order they came, found by what names or named them. */
final class ResourceMap {
  private final List<Resource> resources = new ArrayList<>();
  private final Work work;
  private @Nullable Map<ResourceId, Resource> current;
  private @Nullable Map<ResourceId, List<Resource>> any;
  private @Nullable Map<String, List<Resource>> names;

  ResourceMap(Work work) {
    this.work = work;
  }

  /** What the build may still do. */
  Work work() {
    return work;
  }

  /** The objects in order; not to be changed. */
  List<Resource> resources() {
    return resources;
  }

  /** Forgets what was known of ids, which a change may have made wrong. */
  void changed() {
    current = null;
    any = null;
    names = null;
  }

  /** The objects called {@code name} now or when they were read, in order. */
  private List<Resource> called(String name) {
    var known = names;
    if (known == null) {
      known = HashMap.newHashMap(resources.size());
      for (var resource : resources) {
        var now = resource.name();
        var first = resource.originalId().name();
        known.computeIfAbsent(now, _ -> new ArrayList<>(1)).add(resource);
        if (!first.equals(now)) {
          known.computeIfAbsent(first, _ -> new ArrayList<>(1)).add(resource);
        }
      }
      names = known;
    }
    return known.getOrDefault(name, List.of());
  }

  private Map<ResourceId, Resource> current() {
    var known = current;
    if (known == null) {
      known = HashMap.newHashMap(resources.size());
      for (var resource : resources) {
        known.put(resource.key(), resource);
      }
      current = known;
    }
    return known;
  }

  private Map<ResourceId, List<Resource>> any() {
    var known = any;
    if (known == null) {
      known = HashMap.newHashMap(resources.size() * 2);
      for (var resource : resources) {
        index(known, resource);
      }
      any = known;
    }
    return known;
  }

  private static void index(Map<ResourceId, List<Resource>> index, Resource resource) {
    put(index, resource.key(), resource);
    for (var id : resource.formerIds()) {
      put(index, id.key(), resource);
    }
  }

  private static void put(Map<ResourceId, List<Resource>> index, ResourceId id, Resource resource) {
    var list = index.computeIfAbsent(id, _ -> new ArrayList<>(1));
    if (list.isEmpty() || list.getLast() != resource) {
      list.add(resource);
    }
  }

  void append(Resource resource) {
    if (current().putIfAbsent(resource.key(), resource) != null) {
      throw new BuildException(
          "may not add resource with an already registered id: " + resource.id());
    }
    resources.add(resource);
    names = null;
    if (any != null) {
      index(any, resource);
    }
  }

  void appendAll(ResourceMap other) {
    other.resources.forEach(this::append);
  }

  /** Adds a generated object, or merges it into the one of its name as its behavior says. */
  void absorb(Resource resource) {
    var id = resource.id();
    var matches = named(id);
    var behavior = resource.behavior();
    if (matches.isEmpty()) {
      if (behavior == Resource.Behavior.MERGE || behavior == Resource.Behavior.REPLACE) {
        throw new BuildException("id " + id + " does not exist; cannot merge or replace");
      }
      append(resource);
      return;
    }
    if (matches.size() > 1) {
      throw new BuildException("found multiple objects that could accept merge of " + id);
    }
    var old = matches.getFirst();
    switch (behavior) {
      case REPLACE -> resource.inherit(old);
      case MERGE -> {
        var origin = old.annotations().get(Resource.ORIGIN);
        resource.inherit(old);
        resource.inheritData(old, "data");
        resource.inheritData(old, "binaryData");
        if (origin != null) {
          resource.annotate(Resource.ORIGIN, origin);
        }
      }
      case CREATE, UNSPECIFIED ->
          throw new BuildException("id " + id + " exists; behavior must be merge or replace");
    }
    resources.set(resources.indexOf(old), resource);
    changed();
  }

  /** The objects that have or had this id. */
  List<Resource> named(ResourceId id) {
    return any().getOrDefault(id.key(), List.of());
  }

  /** The one object that has or had this id. */
  Resource patchTarget(ResourceId id) {
    var matches = named(id);
    if (matches.size() == 1) {
      return matches.getFirst();
    }
    throw new BuildException(
        matches.isEmpty()
            ? "no matches for Id " + id + "; failed to find unique target for patch " + id
            : "multiple matches for Id " + id + "; failed to find unique target for patch " + id);
  }

  /** The objects one of whose ids, now or before, passes {@code test}. */
  List<Resource> withAnyId(Predicate<ResourceId> test) {
    var matches = new ArrayList<Resource>();
    for (var resource : resources) {
      if (test.test(resource.id()) || resource.formerIds().stream().anyMatch(test)) {
        matches.add(resource);
      }
    }
    return matches;
  }

  List<Resource> select(Selector selector) {
    var candidates = selector.literalName().map(this::called).orElse(resources);
    work.spend(candidates.size());
    return candidates.stream().filter(resource -> selector.matches(resource, work)).toList();
  }

  void dropEmpty() {
    if (resources.removeIf(Resource::isEmpty)) {
      changed();
    }
  }

  void reorder(List<Resource> sorted) {
    resources.clear();
    resources.addAll(sorted);
    changed();
  }
}
