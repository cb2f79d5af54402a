package io.syncline.render.helm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The order in which Helm's YAML encoder writes the keys of a mapping: numbers inside keys count as
 * numbers ({@code a2} before {@code a10}), and signs stand before letters.
 */
final class KeyOrder {
  private KeyOrder() {}

  /** {@code keys} in that order. */
  static List<String> sorted(Collection<String> keys) {
    var sorted = new ArrayList<String>(keys.size());
    // Insertion, because the order is not transitive for every mix of signs and digits.
    for (var key : keys) {
      var low = 0;
      var high = sorted.size();
      while (low < high) {
        var middle = (low + high) >>> 1;
        if (before(key, sorted.get(middle))) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      sorted.add(low, key);
    }
    return sorted;
  }

  private static boolean before(String left, String right) {
    var a = left.codePoints().toArray();
    var b = right.codePoints().toArray();
    var digits = false;
    for (var i = 0; i < a.length && i < b.length; i++) {
      if (a[i] == b[i]) {
        digits = Character.isDigit(a[i]);
        continue;
      }
      var letterA = Character.isLetter(a[i]);
      var letterB = Character.isLetter(b[i]);
      if (letterA && letterB) {
        return a[i] < b[i];
      }
      if (letterA || letterB) {
        return digits ? letterA : letterB;
      }
      return numberBefore(a, b, i);
    }
    return a.length < b.length;
  }

  private static boolean numberBefore(int[] a, int[] b, int from) {
    var begin = 0L;
    if (a[from] == '0' || b[from] == '0') {
      for (var j = from - 1; j >= 0 && Character.isDigit(a[j]); j--) {
        if (a[j] != '0') {
          begin = 1;
          break;
        }
      }
    }
    var endA = from;
    var numberA = begin;
    for (; endA < a.length && Character.isDigit(a[endA]); endA++) {
      numberA = numberA * 10 + (a[endA] - '0');
    }
    var endB = from;
    var numberB = begin;
    for (; endB < b.length && Character.isDigit(b[endB]); endB++) {
      numberB = numberB * 10 + (b[endB] - '0');
    }
    if (numberA != numberB) {
      return numberA < numberB;
    }
    return endA != endB ? endA < endB : a[from] < b[from];
  }
}
