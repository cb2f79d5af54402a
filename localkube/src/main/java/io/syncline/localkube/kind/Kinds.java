package io.syncline.localkube.kind;

import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Stored;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All resources served in one state. Immutable. */
public final class Kinds {
  /** Group and plural of the definitions of custom resources. */
  public static final String DEFINITIONS = "apiextensions.k8s.io/customresourcedefinitions/";

  private static final Kinds BUILT_IN = new Kinds(BuiltIns.ALL, List.of());
  private static volatile Kinds latest = BUILT_IN;

  private final List<Resource> all;
  private final List<Long> revisions;
  private final Map<ResourceId, Resource> byId = new HashMap<>();
  private final Map<String, Resource> byKind = new HashMap<>();

  private Kinds(List<Resource> all, List<Long> revisions) {
    this.all = List.copyOf(all);
    this.revisions = List.copyOf(revisions);
    for (var resource : all) {
      byId.putIfAbsent(resource.id(), resource);
      byKind.putIfAbsent(resource.apiVersion() + " " + resource.kind(), resource);
    }
  }

  /** The resources served in {@code state}; the last answer is reused while definitions stay. */
  public static Kinds of(State state) {
    var revisions = new ArrayList<Long>();
    for (var definition : state.objects().under(DEFINITIONS)) {
      revisions.add(definition.revision());
    }
    var known = latest;
    if (known.revisions.equals(revisions) && known.madeFrom(state)) {
      return known;
    }
    var resources = new ArrayList<>(BuiltIns.ALL);
    var sources = new ArrayList<Stored>();
    for (var definition : state.objects().under(DEFINITIONS)) {
      sources.add(definition);
      if (established(definition)) {
        resources.addAll(Definitions.served(definition.object()));
      }
    }
    var made = new Kinds(resources, revisions);
    made.sources = List.copyOf(sources);
    latest = made;
    return made;
  }

  private List<Stored> sources = List.of();

  /** Two stores may give the same revision to different definitions. */
  private boolean madeFrom(State state) {
    var i = 0;
    for (var definition : state.objects().under(DEFINITIONS)) {
      if (i >= sources.size() || sources.get(i++) != definition) {
        return false;
      }
    }
    return i == sources.size();
  }

  private static boolean established(Stored definition) {
    return Tree.items(Tree.at(definition.object(), "status", "conditions")).stream()
        .anyMatch(
            c ->
                Tree.text(c, "type").equals("Established")
                    && Tree.text(c, "status").equals("True"));
  }

  /** Every served version of every resource. */
  public List<Resource> all() {
    return all;
  }

  /** The resource with this identity. */
  public Optional<Resource> get(ResourceId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The resource whose objects have this apiVersion and kind. */
  public Optional<Resource> of(String apiVersion, String kind) {
    return Optional.ofNullable(byKind.get(apiVersion + " " + kind));
  }

  /** The resource through which an object kept under a group and plural is read. */
  public Optional<Resource> stored(String group, String plural) {
    return all.stream()
        .filter(r -> r.id().group().equals(group) && r.id().plural().equals(plural))
        .filter(r -> r.custom().map(c -> c.storageVersion().equals(r.id().version())).orElse(true))
        .findFirst()
        .or(
            () ->
                all.stream()
                    .filter(r -> r.id().group().equals(group) && r.id().plural().equals(plural))
                    .findFirst());
  }

  /** Versions by group in discovery order: core first, then as declared. */
  public Map<String, List<String>> versions() {
    var versions = new LinkedHashMap<String, List<String>>();
    for (var resource : all) {
      var known = versions.computeIfAbsent(resource.id().group(), g -> new ArrayList<>());
      if (!known.contains(resource.id().version())) {
        known.add(resource.id().version());
      }
    }
    versions.values().forEach(list -> list.sort(VersionOrder.NEWEST_FIRST));
    return versions;
  }

  /** The resources of one group and version. */
  public List<Resource> in(String group, String version) {
    return all.stream()
        .filter(r -> r.id().group().equals(group) && r.id().version().equals(version))
        .toList();
  }

  /** A number that changes with the definitions. */
  public int fingerprint() {
    return revisions.hashCode() & Integer.MAX_VALUE;
  }
}
