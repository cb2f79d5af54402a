package io.syncline.controller.plugin;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where plugins are declared and what they may use.
 *
 * @param folder with one ConfigManagementPlugin, or several, in each file
 * @param work folder for copies of sources; whatever is in it is deleted at start
 * @param searchPath where programs are looked for: {@code PATH} of plugins
 * @param language {@code LANG} of plugins
 * @param time longest time of all commands of one render together
 * @param parallel plugins that run at a time
 * @param copyBytes largest size of the files handed to a plugin
 */
public record PluginSettings(
    Path folder,
    Path work,
    String searchPath,
    String language,
    Duration time,
    int parallel,
    long copyBytes) {
  private static final Duration TIME = Duration.ofSeconds(80);
  private static final int PARALLEL = 4;
  private static final long COPY_BYTES = 100L << 20;

  /**
   * Makes the folders absolute.
   *
   * @throws IllegalArgumentException when the declarations would be deleted with the copies
   */
  public PluginSettings {
    folder = folder.toAbsolutePath().normalize();
    work = work.toAbsolutePath().normalize();
    if (folder.startsWith(work)) {
      throw new IllegalArgumentException(
          "folder of plugins " + folder + " lies in " + work + " (expected: another place)");
    }
  }

  /** With the limits of an installation. */
  public static PluginSettings of(Path folder, Path work, String searchPath, String language) {
    return new PluginSettings(folder, work, searchPath, language, TIME, PARALLEL, COPY_BYTES);
  }

  /** The same with another time limit. */
  public PluginSettings time(Duration other) {
    return new PluginSettings(folder, work, searchPath, language, other, parallel, copyBytes);
  }

  /** The same with another limit of size. */
  public PluginSettings copyBytes(long other) {
    return new PluginSettings(folder, work, searchPath, language, time, parallel, other);
  }
}
