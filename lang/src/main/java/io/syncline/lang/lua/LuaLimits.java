package io.syncline.lang.lua;

/**
 * How much a script may use.
 *
 * @param steps nodes of the script walked, and characters looked at by patterns
 * @param bytes made for strings and tables, never given back
 * @param depth calls within calls
 */
public record LuaLimits(long steps, long bytes, int depth) {
  /** Enough for every sensible script, and over in well under a second. */
  public static final LuaLimits DEFAULT = new LuaLimits(3_000_000, 64L << 20, 180);
}
