package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Where images stand in one object. A place that counts twice, or that two fields of the object
 * share, is listed as often and is one field.
 *
 * @param specs the fields that hold images besides those of containers
 * @param places for each place in order, which of the fields it is
 * @param texts of each field
 * @param scalars whether each field is a scalar or null
 * @param altering whether looking there as Kustomize does changes the object
 */
record ImagePlaces(
    List<FieldSpec> specs,
    List<Integer> places,
    List<String> texts,
    boolean scalars,
    boolean altering) {
  static ImagePlaces of(Node root, Gvk gvk, List<FieldSpec> specs) {
    var nodes = new ArrayList<Node>();
    var altering = find(root, gvk, specs, nodes);
    var known = new IdentityHashMap<Node, Integer>();
    var places = new ArrayList<Integer>(nodes.size());
    var texts = new ArrayList<String>(nodes.size());
    var scalars = true;
    for (var node : nodes) {
      var field = known.putIfAbsent(node, texts.size());
      if (field == null) {
        field = texts.size();
        texts.add(node.text());
        scalars &= node.isNull() || node.isScalar();
      }
      places.add(field);
    }
    return new ImagePlaces(specs, places, texts, scalars, altering);
  }

  /** The fields themselves, in the order of the texts. */
  static List<Node> fields(Node root, Gvk gvk, List<FieldSpec> specs) {
    var nodes = new ArrayList<Node>();
    find(root, gvk, specs, nodes);
    var seen = Collections.newSetFromMap(new IdentityHashMap<Node, Boolean>());
    var fields = new ArrayList<Node>(nodes.size());
    for (var node : nodes) {
      if (seen.add(node)) {
        fields.add(node);
      }
    }
    return fields;
  }

  private static boolean find(Node root, Gvk gvk, List<FieldSpec> specs, List<Node> places) {
    containers(root, places);
    var altering = false;
    for (var spec : specs) {
      if (gvk.selectedBy(spec.gvk())) {
        altering |= FieldWalk.look(root, spec, places::add);
      }
    }
    return altering;
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
        images(value, places);
      }
    }
  }

  private static void images(Node containers, List<Node> places) {
    for (var k = 0; k < containers.size(); k++) {
      var container = containers.item(k);
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
