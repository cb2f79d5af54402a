package io.syncline.render.kustomize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fields that identify an element of a merging list, and the values they have in one. */
record MergeKeys(List<String> keys, List<String> values) {
  /** The keys that some element uses, with the values of one element. */
  static MergeKeys valid(List<List<String>> all, List<String> values, List<String> keys) {
    var used = new boolean[keys.size()];
    var any = false;
    for (var one : all) {
      for (var i = 0; i < one.size(); i++) {
        if (!one.get(i).isEmpty()) {
          used[i] = true;
          any = true;
        }
      }
    }
    if (!any) {
      return new MergeKeys(keys, values);
    }
    var validKeys = new ArrayList<String>();
    var validValues = new ArrayList<String>();
    for (var i = 0; i < keys.size(); i++) {
      if (used[i]) {
        validKeys.add(keys.get(i));
      }
      if (i < values.size() && (used[i] || !values.get(i).isEmpty())) {
        validValues.add(values.get(i));
      }
    }
    return new MergeKeys(validKeys, validValues);
  }

  /** Fills what one element leaves open from another it agrees with otherwise. */
  static List<List<String>> unify(List<List<String>> all) {
    var unified = new ArrayList<>(all);
    for (var i = 0; i < unified.size(); i++) {
      var first = unified.get(i);
      for (var j = 0; j < unified.size(); j++) {
        var both = unify(first, unified.get(j));
        if (both.isPresent()) {
          unified.set(i, both.get());
          unified.set(j, both.get());
        }
      }
    }
    return unified;
  }

  private static Optional<List<String>> unify(List<String> a, List<String> b) {
    var common = false;
    var both = new ArrayList<String>(a.size());
    for (var i = 0; i < a.size(); i++) {
      var x = a.get(i);
      var y = b.get(i);
      if (x.equals(y)) {
        common = true;
        both.add(x);
      } else if (!x.isEmpty() && !y.isEmpty()) {
        return Optional.empty();
      } else {
        both.add(x.isEmpty() ? y : x);
      }
    }
    return common ? Optional.of(both) : Optional.empty();
  }
}
