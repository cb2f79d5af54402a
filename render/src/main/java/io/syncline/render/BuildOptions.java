package io.syncline.render;

import io.syncline.merge.value.Quantity;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Options of tools that apply to a whole installation instead of one source.
 *
 * @param kustomize flags of kustomize
 * @param versions flags of each version of kustomize that sources may ask for
 * @param disabled tools that are neither detected nor used
 * @param jsonnet whether Jsonnet files are evaluated
 * @param folders what folders of plain manifests may be like
 */
public record BuildOptions(
    KustomizeFlags kustomize,
    Map<String, KustomizeFlags> versions,
    Set<SourceType> disabled,
    boolean jsonnet,
    Folders folders) {
  /** What the tools do when nothing is said. */
  public static final BuildOptions DEFAULT = parse("");

  private static final String OPTIONS = "kustomize.buildOptions";
  private static final List<String> VERSIONS = List.of("kustomize.path.", "kustomize.version.");

  /** Copies the collections. */
  public BuildOptions {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    var copy = EnumSet.noneOf(SourceType.class);
    copy.addAll(disabled);
    disabled = Collections.unmodifiableSet(copy);
  }

  /**
   * What {@code kustomize build} is told.
   *
   * @param anyFile whether kustomizations may read files outside of their folder ({@code
   *     --load-restrictor LoadRestrictionsNone})
   * @param charts whether kustomizations may list charts ({@code --enable-helm})
   */
  public record KustomizeFlags(boolean anyFile, boolean charts) {
    /** The flags in {@code text}; what concerns nothing here is left. */
    public static KustomizeFlags parse(String text) {
      var words = List.of(text.strip().split("\\s+"));
      return new KustomizeFlags(
          text.contains("LoadRestrictionsNone") || text.contains("LoadRestrictions_none"),
          words.contains("--enable-helm") || words.contains("--enable-helm=true"));
    }
  }

  /**
   * What a folder of plain manifests may be like.
   *
   * @param bytes of all its manifests together; 0 for no limit
   * @param strayLinks whether links that leave the repository are passed over instead of refused;
   *     nothing behind them is read either way
   */
  public record Folders(long bytes, boolean strayLinks) {
    /** Ten megabytes, and no link that leaves the repository. */
    public static final Folders DEFAULT = new Folders(10L << 20, false);

    private static final String SIZE = "reposerver.max.combined.directory.manifests.size";
    private static final String LINKS = "reposerver.allow.oob.symlinks";

    /**
     * What {@code parameters} ({@code argocd-cmd-params-cm}) say; an unreadable size is not set.
     */
    static Folders of(Map<String, String> parameters) {
      var size =
          Quantity.parse(parameters.getOrDefault(SIZE, "").strip())
              .map(Quantity::ceiling)
              .filter(bytes -> bytes >= 0);
      return new Folders(size.orElse(DEFAULT.bytes()), "true".equals(parameters.get(LINKS)));
    }
  }

  /** Options with these flags of kustomize and all else as usual. */
  public static BuildOptions parse(String flags) {
    return new BuildOptions(KustomizeFlags.parse(flags), Map.of(), Set.of(), true, Folders.DEFAULT);
  }

  /** Options of an installation with these settings ({@code argocd-cm}). */
  public static BuildOptions of(Map<String, String> settings) {
    var versions = new TreeMap<String, KustomizeFlags>();
    for (var key : settings.keySet()) {
      for (var prefix : VERSIONS) {
        if (key.startsWith(prefix)) {
          var version = key.substring(prefix.length());
          var flags = settings.getOrDefault(OPTIONS + "." + version, "");
          versions.put(version, KustomizeFlags.parse(flags));
        }
      }
    }
    var disabled = EnumSet.noneOf(SourceType.class);
    if (off(settings, "helm.enable")) {
      disabled.add(SourceType.HELM);
    }
    if (off(settings, "kustomize.enable")) {
      disabled.add(SourceType.KUSTOMIZE);
    }
    return new BuildOptions(
        KustomizeFlags.parse(settings.getOrDefault(OPTIONS, "")),
        versions,
        disabled,
        !off(settings, "jsonnet.enable"),
        Folders.DEFAULT);
  }

  /** These, with what {@code parameters} ({@code argocd-cmd-params-cm}) say of folders. */
  public BuildOptions bounded(Map<String, String> parameters) {
    var said = Folders.of(parameters);
    return said.equals(folders)
        ? this
        : new BuildOptions(kustomize, versions, disabled, jsonnet, said);
  }

  private static boolean off(Map<String, String> settings, String key) {
    return settings.getOrDefault(key, "").strip().equals("false");
  }

  /**
   * The options for a source that asks for a version of kustomize; "" for none.
   *
   * @throws RenderException when the installation has no such version
   */
  public BuildOptions forKustomize(String version) {
    if (version.isEmpty()) {
      return this;
    }
    var flags = versions.get(version);
    if (flags == null) {
      throw RenderException.in(
          "",
          0,
          "kustomize version "
              + version
              + " is not registered"
              + (versions.isEmpty()
                  ? ""
                  : " (expected: one of " + String.join(", ", versions.keySet()) + ")"),
          "register it as kustomize.path."
              + version
              + " in argocd-cm, or leave kustomize.version out");
    }
    return new BuildOptions(flags, versions, disabled, jsonnet, folders);
  }

  /** Whether kustomizations may read files outside of their folder. */
  public boolean anyFile() {
    return kustomize.anyFile();
  }

  /** Whether kustomizations may list charts. */
  public boolean charts() {
    return kustomize.charts();
  }
}
