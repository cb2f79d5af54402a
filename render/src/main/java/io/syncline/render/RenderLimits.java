package io.syncline.render;

import java.time.Duration;

/**
 * Bounds that stop runaway input.
 *
 * @param steps template and evaluation steps
 * @param outputBytes total size of rendered text
 * @param fileBytes size of one file read
 * @param files how many files one render may read
 * @param depth nesting of bases, includes and templates
 * @param time wall time, watched by the shell that renders
 */
public record RenderLimits(
    long steps, long outputBytes, long fileBytes, int files, int depth, Duration time) {
  /** Bounds for interactive use: far above what real sources need. */
  public static final RenderLimits DEFAULT =
      new RenderLimits(50_000_000, 64L << 20, 10L << 20, 20_000, 100, Duration.ofSeconds(90));
}
