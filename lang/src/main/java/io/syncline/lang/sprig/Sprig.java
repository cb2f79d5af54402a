package io.syncline.lang.sprig;

import io.syncline.lang.gotemplate.GoFunction;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The whole function set by name. */
public final class Sprig {
  /** Longest string or list a function makes. */
  static final int MAX_LENGTH = 16 << 20;

  private Sprig() {}

  /** Functions for one rendering: random ones carry state, so use them on one thread. */
  public static Map<String, GoFunction> functions(Environment environment) {
    var all = new TreeMap<String, GoFunction>();
    StringFunctions.addTo(all);
    ListFunctions.addTo(all);
    DictFunctions.addTo(all);
    MathFunctions.addTo(all);
    LogicFunctions.addTo(all);
    EncodingFunctions.addTo(all);
    RegexFunctions.addTo(all);
    PathFunctions.addTo(all);
    DateFunctions.addTo(all, environment);
    var random = new SeededRandom(environment.seed());
    RandomFunctions.addTo(all, random);
    CryptoFunctions.addTo(all, random, environment.now());
    SemverFunctions.addTo(all);
    return Collections.unmodifiableMap(all);
  }
}
