package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rewrites image names, tags and digests. */
final class ImageTransform implements Transform {
  private final List<Image> images;
  private final List<FieldSpec> specs;

  /** What to look for and what to put instead; "" leaves a part alone. */
  record Image(String name, String newName, String tagSuffix, String newTag, String digest) {}

  /**
   * What becomes of one object: the new text of each of its fields, null where none matches. The
   * images themselves are no part of it, so that objects without the image of an entry stay as they
   * are when that entry changes.
   */
  private record Outcome(List<FieldSpec> specs, List<@Nullable String> texts) {}

  ImageTransform(List<Image> images, List<FieldSpec> specs) {
    this.images = images;
    this.specs = specs;
  }

  @Override
  public void apply(ResourceMap map) {
    var names = images.stream().map(image -> new Name(image.name)).toList();
    for (var resource : map.resources()) {
      if (!resource.kind().equals("CustomResourceDefinition")) {
        apply(resource, names, map.work());
      }
    }
  }

  private void apply(Resource resource, List<Name> names, Work work) {
    var places = resource.images(specs);
    if (places.altering()) {
      for (var spec : specs) {
        if (resource.gvk().selectedBy(spec.gvk())) {
          FieldWalk.visit(resource.node(), spec, _ -> {});
        }
      }
      places = resource.images(specs);
    }
    if (!places.scalars()) {
      throw new BuildException("image is not a scalar (expected: name:tag)");
    }
    var texts = texts(places, names, work);
    if (texts.stream().allMatch(java.util.Objects::isNull)) {
      return;
    }
    resource.change(new Outcome(specs, texts), changed -> set(changed, texts));
  }

  private List<@Nullable String> texts(ImagePlaces places, List<Name> names, Work work) {
    var texts = new @Nullable String[places.texts().size()];
    for (var i = 0; i < names.size(); i++) {
      for (var place : places.places()) {
        var text = texts[place];
        var now = text == null ? places.texts().get(place) : text;
        if (names.get(i).matches(now, work)) {
          texts[place] = changed(now, images.get(i));
        }
      }
    }
    return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(texts)));
  }

  private void set(Resource resource, List<@Nullable String> texts) {
    var fields = ImagePlaces.fields(resource.node(), resource.gvk(), specs);
    for (var i = 0; i < fields.size(); i++) {
      var text = texts.get(i);
      if (text != null) {
        try {
          Fields.set(fields.get(i), Node.plain(text));
        } catch (NodeException e) {
          throw new BuildException(e.problem());
        }
      }
    }
  }

  private static String changed(String text, Image image) {
    var slash = Math.max(text.indexOf('/'), 0);
    var at = text.indexOf('@', slash);
    var colon = text.indexOf(':', slash);
    if (at >= 0 && colon > at) {
      colon = -1;
    }
    var nameEnd = colon >= 0 ? colon : at >= 0 ? at : text.length();
    var name = image.newName.isEmpty() ? text.substring(0, nameEnd) : image.newName;
    var tag = colon < 0 ? "" : text.substring(colon + 1, at >= 0 ? at : text.length());
    var digest = at < 0 ? "" : text.substring(at + 1);
    if (!image.newTag.isEmpty()) {
      tag = image.newTag;
      digest = image.digest;
    } else if (!image.digest.isEmpty()) {
      tag = "";
      digest = image.digest;
    } else if (!image.tagSuffix.isEmpty()) {
      tag += image.tagSuffix;
      digest = "";
    }
    return name + (tag.isEmpty() ? "" : ":" + tag) + (digest.isEmpty() ? "" : "@" + digest);
  }

  /** An image name to look for. It is an expression; most are plain and compared as text. */
  private static final class Name {
    private final String name;
    private final boolean plain;
    private final Expression expression;

    Name(String name) {
      this.name = name;
      this.plain =
          name.chars().allMatch(c -> c != '.' && "\\[]{}()*+?^$|".indexOf(c) < 0 || c == '.');
      this.expression =
          Expression.whole(name + "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?");
    }

    boolean matches(String text, Work work) {
      if (!plain) {
        return expression.found(text, work);
      }
      if (text.length() < name.length()) {
        return false;
      }
      for (var i = name.length() - 1; i >= 0; i--) {
        if (name.charAt(i) != text.charAt(i) && name.charAt(i) != '.') {
          return false;
        }
      }
      return text.length() == name.length() || expression.found(text, work);
    }
  }
}
