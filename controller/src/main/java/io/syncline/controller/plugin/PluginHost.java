package io.syncline.controller.plugin;

import io.syncline.engine.schedule.PathFilter;
import io.syncline.model.application.Application;
import io.syncline.render.Plugins;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins of an installation. Safe for use by many threads. */
public final class PluginHost {
  private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

  private static final String PATHS = "argocd.argoproj.io/manifest-generate-paths";

  private final @Nullable PluginSettings settings;
  private final @Nullable PluginFolder folder;
  private final Semaphore room;

  private PluginHost(@Nullable PluginSettings settings) {
    this.settings = settings;
    this.folder = settings == null ? null : new PluginFolder(settings.folder());
    this.room = new Semaphore(settings == null ? 0 : settings.parallel(), true);
  }

  /** Plugins as {@code settings} say; none when there are no settings. */
  public static PluginHost of(Optional<PluginSettings> settings) {
    settings.ifPresent(PluginHost::prepare);
    return new PluginHost(settings.orElse(null));
  }

  /** A server that was killed could not delete its copies. */
  private static void prepare(PluginSettings settings) {
    if (!Files.isDirectory(settings.folder())) {
      throw new IllegalArgumentException(
          "folder of plugins "
              + settings.folder()
              + " does not exist (expected: a folder with ConfigManagementPlugin files)");
    }
    try {
      WorkingCopy.delete(settings.work());
    } catch (UncheckedIOException e) {
      LOG.warn("old copies of sources could not be deleted", e);
    }
  }

  /**
   * Plugins for the sources of {@code app}.
   *
   * @param logins how the repository at a URL is reached, asked for plugins that want to know
   */
  public Plugins of(Application app, Function<String, Optional<RepositoryLogin>> logins) {
    if (settings == null || folder == null) {
      return Plugins.NONE;
    }
    var definitions = folder.definitions();
    return new LocalPlugins(
        settings,
        definitions,
        room,
        app.manifest().annotation(PATHS).orElse(""),
        path -> PathFilter.of(app, path).map(PathFilter::paths).orElse(List.of()),
        logins);
  }
}
