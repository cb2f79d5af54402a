package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeException;
import java.util.ArrayList;
import java.util.List;

/** Rewrites image names, tags and digests. */
final class ImageTransform implements Transform {
  private final List<Image> images;
  private final List<FieldSpec> specs;

  /** What to look for and what to put instead; "" leaves a part alone. */
  record Image(String name, String newName, String tagSuffix, String newTag, String digest) {}

  ImageTransform(List<Image> images, List<FieldSpec> specs) {
    this.images = images;
    this.specs = specs;
  }

  @Override
  public void apply(ResourceMap map) {
    // The places are looked up once; a place that counts twice is changed twice, as upstream does.
    var places = new ArrayList<Node>();
    for (var resource : map.resources()) {
      if (!resource.kind().equals("CustomResourceDefinition")) {
        containers(resource.node(), places);
        for (var spec : specs) {
          if (resource.gvk().selectedBy(spec.gvk())) {
            FieldWalk.visit(resource.node(), spec, places::add);
          }
        }
      }
    }
    for (var image : images) {
      var name = new Name(image.name);
      for (var place : places) {
        update(place, image, name);
      }
    }
  }

  private static void containers(Node node, List<Node> places) {
    if (node.isList()) {
      for (var i = 0; i < node.size(); i++) {
        containers(node.item(i), places);
      }
      return;
    }
    for (var i = 0; i < node.size(); i++) {
      var value = node.item(i);
      if (value.isScalar()) {
        continue;
      }
      containers(value, places);
      var key = node.key(i);
      if (value.isList() && (key.equals("containers") || key.equals("initContainers"))) {
        for (var k = 0; k < value.size(); k++) {
          var container = value.item(k);
          if (container.isNull()) {
            continue;
          }
          Fields.require(container, Node.Kind.MAP);
          var image = container.get("image");
          if (image != null) {
            places.add(image);
          }
        }
      }
    }
  }

  private static void update(Node place, Image image, Name name) {
    if (!place.isNull() && !place.isScalar()) {
      throw new BuildException("image is not a scalar (expected: name:tag)");
    }
    var text = place.text();
    if (!name.matches(text)) {
      return;
    }
    var changed = changed(text, image);
    try {
      Fields.set(place, Node.plain(changed));
    } catch (NodeException e) {
      throw new BuildException(e.problem());
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

    boolean matches(String text) {
      if (!plain) {
        return expression.found(text);
      }
      if (text.length() < name.length()) {
        return false;
      }
      for (var i = name.length() - 1; i >= 0; i--) {
        if (name.charAt(i) != text.charAt(i) && name.charAt(i) != '.') {
          return false;
        }
      }
      return text.length() == name.length() || expression.found(text);
    }
  }
}
