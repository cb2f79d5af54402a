package io.syncline.lang.jsonnet;

import io.syncline.lang.jsonnet.Node.Visibility;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object: layers, the base first, each of which may refer to the whole. */
final class ObjectValue {
  /**
   * A field as one layer has it: text to evaluate, or a slot that is ready.
   *
   * @param frame where the text stands when that differs from the layer's frame
   */
  record Member(
      Visibility visibility,
      boolean plus,
      @Nullable Node body,
      @Nullable Frame frame,
      @Nullable Object slot) {}

  /**
   * What one pair of braces holds.
   *
   * @param members fields by name
   * @param locals names bound for all of them
   * @param checks assertions
   * @param frame where it stands; absent for objects of the standard library
   */
  record Layer(
      Map<String, Member> members,
      List<Node.Bind> locals,
      List<Node.Check> checks,
      @Nullable Frame frame) {}

  private record Inherited(String name, int below) {}

  private final List<Layer> layers;
  private final @Nullable Frame[] frames;
  private final Map<String, Object> known = new HashMap<>();
  private final Map<Inherited, Object> inherited = new HashMap<>(0);
  private @Nullable Map<String, Visibility> shown;
  private boolean checked;

  ObjectValue(List<Layer> layers) {
    this.layers = layers;
    this.frames = new Frame[layers.size()];
  }

  /** An object of visible fields; a value may be a thunk. */
  static ObjectValue of(Map<String, Object> fields) {
    return of(fields, Visibility.INHERITED);
  }

  static ObjectValue of(Map<String, Object> fields, Visibility visibility) {
    var members = new LinkedHashMap<String, Member>();
    fields.forEach(
        (name, slot) -> members.put(name, new Member(visibility, false, null, null, slot)));
    return new ObjectValue(List.of(new Layer(members, List.of(), List.of(), null)));
  }

  /** This object with {@code more} over it. */
  ObjectValue plus(ObjectValue more, JsonnetBudget meter) {
    var all = new ArrayList<Layer>(layers.size() + more.layers.size());
    all.addAll(layers);
    all.addAll(more.layers);
    meter.slots(2L * all.size() + 12);
    return new ObjectValue(all);
  }

  int layers() {
    return layers.size();
  }

  /** Whether a layer below {@code below} has a field of that name. */
  boolean has(String name, int below) {
    for (var i = below - 1; i >= 0; i--) {
      if (layers.get(i).members().containsKey(name)) {
        return true;
      }
    }
    return false;
  }

  boolean has(String name) {
    return has(name, layers.size());
  }

  boolean shows(String name) {
    var visibility = visibilities().get(name);
    return visibility != null && visibility != Visibility.HIDDEN;
  }

  /** Names of the fields in order. */
  List<String> names(boolean hiddenToo) {
    return visibilities().entrySet().stream()
        .filter(e -> hiddenToo || e.getValue() != Visibility.HIDDEN)
        .map(Map.Entry::getKey)
        .sorted(Values.ORDER)
        .toList();
  }

  private Map<String, Visibility> visibilities() {
    var known = shown;
    if (known == null) {
      known = new HashMap<>();
      for (var layer : layers) {
        for (var member : layer.members().entrySet()) {
          var visibility = member.getValue().visibility();
          if (visibility == Visibility.INHERITED) {
            known.putIfAbsent(member.getKey(), visibility);
          } else {
            known.put(member.getKey(), visibility);
          }
        }
      }
      shown = known;
    }
    return known;
  }

  /** The value of a field; null when there is none. */
  @Nullable Object field(Evaluator evaluator, String name) {
    check(evaluator);
    var value = known.get(name);
    if (value == null) {
      value = compute(evaluator, name, layers.size());
      if (value != null) {
        evaluator.meter().take(64);
        known.put(name, value);
      }
    }
    return value;
  }

  /** The value a field has in the layers below {@code below}; null when there is none. */
  @Nullable Object inherited(Evaluator evaluator, String name, int below) {
    var key = new Inherited(name, below);
    var value = inherited.get(key);
    if (value == null) {
      value = compute(evaluator, name, below);
      if (value != null) {
        evaluator.meter().take(80);
        inherited.put(key, value);
      }
    }
    return value;
  }

  private @Nullable Object compute(Evaluator evaluator, String name, int below) {
    for (var i = below - 1; i >= 0; i--) {
      evaluator.meter().step();
      var member = layers.get(i).members().get(name);
      if (member != null) {
        evaluator.meter().enter();
        var value = value(evaluator, name, member, i);
        evaluator.meter().leave();
        return value;
      }
    }
    return null;
  }

  private Object value(Evaluator evaluator, String name, Member member, int layer) {
    var slot = member.slot();
    if (slot != null) {
      return evaluator.force(slot);
    }
    var body = java.util.Objects.requireNonNull(member.body());
    var outer = member.frame();
    var frame = outer == null ? frame(evaluator, layer) : frame(evaluator, layer, outer);
    if (!member.plus()) {
      return evaluator.eval(body, frame);
    }
    var base = inherited(evaluator, name, layer);
    var more = evaluator.eval(body, frame);
    return base == null ? more : Operators.plus(evaluator, base, more);
  }

  private Frame frame(Evaluator evaluator, int layer) {
    var frame = frames[layer];
    if (frame == null) {
      var outer = java.util.Objects.requireNonNull(layers.get(layer).frame());
      frame = frame(evaluator, layer, outer);
      frames[layer] = frame;
    }
    return frame;
  }

  private Frame frame(Evaluator evaluator, int layer, Frame outer) {
    var locals = layers.get(layer).locals();
    var frame = new Frame(outer, new Object[locals.size()], this, layer);
    evaluator.meter().slots(locals.size());
    for (var i = 0; i < locals.size(); i++) {
      frame.slots[i] = evaluator.delay(locals.get(i).body(), frame);
    }
    return frame;
  }

  /** Looks at the assertions once, when something of the object is first asked for. */
  void check(Evaluator evaluator) {
    if (checked) {
      return;
    }
    checked = true;
    for (var i = 0; i < layers.size(); i++) {
      for (var check : layers.get(i).checks()) {
        evaluator.check(check, frame(evaluator, i), "object assertion failed");
      }
    }
  }
}
