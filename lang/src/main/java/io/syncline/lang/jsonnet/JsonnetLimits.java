package io.syncline.lang.jsonnet;

/**
 * What one evaluation may spend.
 *
 * @param steps expressions evaluated and items walked
 * @param bytes about the memory taken by strings, arrays, objects and delayed expressions, freed or
 *     not
 * @param depth calls, delayed expressions and levels of a value inside each other
 */
public record JsonnetLimits(long steps, long bytes, int depth) {
  /** Room for any program meant seriously: 50 million steps, 512 MiB, 500 levels. */
  public static final JsonnetLimits DEFAULT = new JsonnetLimits(50_000_000, 512L << 20, 500);
}
