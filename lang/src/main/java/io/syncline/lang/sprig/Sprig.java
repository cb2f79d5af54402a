package io.syncline.lang.sprig;

import io.syncline.lang.gotemplate.GoFunction;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The whole function set by name. */
public final class Sprig {
  /** Longest string or list a function makes. */
  static final int MAX_LENGTH = 16 << 20;

  /** The functions that depend on their arguments alone, made once. */
  private static final Map<String, GoFunction> STEADY = steady();

  private Sprig() {}

  private static Map<String, GoFunction> steady() {
    var all = new TreeMap<String, GoFunction>();
    StringFunctions.addTo(all);
    ListFunctions.addTo(all);
    DictFunctions.addTo(all);
    MathFunctions.addTo(all);
    LogicFunctions.addTo(all);
    EncodingFunctions.addTo(all);
    RegexFunctions.addTo(all);
    PathFunctions.addTo(all);
    SemverFunctions.addTo(all);
    return Collections.unmodifiableMap(all);
  }

  /** Functions for one rendering: random ones carry state, so use them on one thread. */
  public static Map<String, GoFunction> functions(Environment environment) {
    var all = new HashMap<>(STEADY);
    DateFunctions.addTo(all, environment);
    var random = new SeededRandom(environment.seed());
    RandomFunctions.addTo(all, random);
    CryptoFunctions.addTo(all, random, environment.now());
    return Collections.unmodifiableMap(all);
  }
}
