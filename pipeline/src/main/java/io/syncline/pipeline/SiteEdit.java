package io.syncline.pipeline;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.YamlSpans;
import io.syncline.model.yaml.YamlSpans.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One field to be changed: as a change of the value, and as a change of the text. */
sealed interface SiteEdit {
  /** The string at {@code path} becomes {@code value}. */
  record Set(List<String> path, String value) implements SiteEdit {}

  /** The field at {@code path} is called {@code name} and holds {@code value}. */
  record Rename(List<String> path, String name, String value) implements SiteEdit {}

  /** A field {@code name} is added behind the field at {@code path}. */
  record Add(List<String> path, String name, String value) implements SiteEdit {}

  /** Path of the field that tells the line. */
  List<String> path();

  /** What must be written at {@code site} so that it names the version of {@code wanted}. */
  static List<SiteEdit> of(ImageSite site, ImageReference wanted) {
    return switch (site.kind()) {
      case WHOLE -> List.of(new Set(site.path(), site.image().at(wanted).toString()));
      case KUSTOMIZE -> kustomize(site, wanted);
      case PARTS -> parts(site, wanted);
    };
  }

  private static List<String> field(ImageSite site, String key) {
    var path = new ArrayList<>(site.path());
    path.add(key);
    return path;
  }

  private static List<SiteEdit> kustomize(ImageSite site, ImageReference wanted) {
    var tagKey = site.keys().tag();
    var digestKey = site.keys().digest();
    var edits = new ArrayList<SiteEdit>();
    if (wanted.tag().isPresent()) {
      var tag = wanted.tag().get();
      if (tagKey.isPresent()) {
        edits.add(new Set(field(site, "newTag"), tag));
      } else if (digestKey.isPresent() && wanted.digest().isEmpty()) {
        return List.of(new Rename(field(site, "digest"), "newTag", tag));
      } else {
        edits.add(new Add(field(site, digestKey.orElse(site.keys().name())), "newTag", tag));
      }
    }
    if (wanted.digest().isPresent()) {
      var digest = wanted.digest().get();
      if (digestKey.isPresent()) {
        edits.add(new Set(field(site, "digest"), digest));
      } else if (tagKey.isPresent() && wanted.tag().isEmpty()) {
        return List.of(new Rename(field(site, "newTag"), "digest", digest));
      } else {
        edits.add(new Add(field(site, tagKey.orElse(site.keys().name())), "digest", digest));
      }
    } else if (digestKey.isPresent() && site.image().digest().isPresent()) {
      // kustomize prefers a digest to a tag: one that stays would hide the new tag.
      edits.add(new Set(field(site, "digest"), ""));
    }
    return edits;
  }

  private static List<SiteEdit> parts(ImageSite site, ImageReference wanted) {
    var keys = site.keys();
    var edits = new ArrayList<SiteEdit>();
    tagOfParts(site, wanted)
        .ifPresent(tag -> edits.add(written(site, keys.tag().orElse("tag"), tag)));
    keys.digest()
        .filter(key -> !wanted.digest().equals(site.image().digest()))
        .ifPresent(key -> edits.add(written(site, key, wanted.digest().orElse(""))));
    return edits;
  }

  private static SiteEdit written(ImageSite site, String key, String value) {
    var keys = site.keys();
    return keys.own().contains(key)
        ? new Set(field(site, key), value)
        : new Add(field(site, keys.written().orElseThrow()), key, value);
  }

  /** Charts that know no digest put the tag behind a colon, where tag@digest is as good. */
  private static Optional<String> tagOfParts(ImageSite site, ImageReference wanted) {
    if (wanted.digest().isEmpty() || site.keys().digest().isPresent()) {
      return wanted.tag();
    }
    var old = site.image().tag().map(tag -> tag.replaceFirst("@.*", ""));
    var tag = wanted.tag().or(() -> old);
    if (tag.isEmpty()) {
      throw new PipelineException(
          "image at " + site.field() + " has no field for a digest and no tag",
          "give name:tag@digest, or add a field digest that the chart reads");
    }
    return Optional.of(tag.get() + "@" + wanted.digest().get());
  }

  /** {@code document} with the change made; the same object when it is made already. */
  default @Nullable Object applied(@Nullable Object document) {
    var parent = path().subList(0, path().size() - 1);
    var key = path().getLast();
    return switch (this) {
      case Set(var path, var value) -> replaced(document, path, old -> value);
      case Rename(var path, var name, var value) ->
          replaced(document, parent, old -> Tree.object(old).without(key).with(name, value));
      case Add(var path, var name, var value) ->
          replaced(document, parent, old -> Tree.object(old).with(name, value));
    };
  }

  /** How a value is made from the one before. */
  interface Replacement {
    /** The new value. */
    @Nullable Object of(@Nullable Object old);
  }

  private static @Nullable Object replaced(
      @Nullable Object node, List<String> path, Replacement replacement) {
    if (path.isEmpty()) {
      return replacement.of(node);
    }
    var rest = path.subList(1, path.size());
    return switch (node) {
      case ObjectTree tree ->
          tree.with(path.getFirst(), replaced(tree.get(path.getFirst()), rest, replacement));
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>(list);
        var i = Integer.parseInt(path.getFirst());
        copy.set(i, replaced(copy.get(i), rest, replacement));
        yield Tree.list(copy);
      }
      case null, default -> node;
    };
  }

  /** The change of the text; empty when the field has no place of its own in it. */
  default Optional<List<Change>> changes(YamlSpans spans, int document) {
    var value = spans.scalar(document, path());
    var key = spans.key(document, path());
    if (value.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (this) {
          case Set(var path, var text) -> List.of(new Change.Value(value.get(), text));
          case Rename(var path, var name, var text) ->
              List.of(new Change.Key(key.get(), name), new Change.Value(value.get(), text));
          case Add(var path, var name, var text) ->
              List.of(new Change.Entry(key.get(), value.get(), name, text));
        });
  }
}
