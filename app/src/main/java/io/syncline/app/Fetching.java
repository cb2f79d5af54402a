package io.syncline.app;

import io.syncline.cli.terminal.Terminal;
import io.syncline.git.Credentials;
import io.syncline.git.GitException;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitSettings;
import io.syncline.registry.Access;
import io.syncline.registry.ChartName;
import io.syncline.registry.Registries;
import io.syncline.registry.RegistryException;
import io.syncline.render.RemoteAddress;
import io.syncline.render.Remotes;
import io.syncline.render.RenderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/**
 * What a local folder refers to elsewhere, fetched without any login but the user's own SSH keys:
 * the folder decides what is asked for, and no token may go where it points. Charts are kept in the
 * user's cache.
 */
final class Fetching implements Remotes, AutoCloseable {
  private final Path mirrors;
  private final GitRepositories git;
  private final Registries registries;

  Fetching(Terminal terminal) throws IOException {
    var home = terminal.variable("HOME").map(Path::of);
    this.mirrors = Files.createTempDirectory("syncline-fetch");
    var settings = GitSettings.defaults().withUserRewrites(terminal.environment());
    this.git = new GitRepositories(mirrors, home.map(settings::withHome).orElse(settings));
    var cache =
        terminal
            .variable("XDG_CACHE_HOME")
            .filter(text -> !text.isBlank())
            .map(Path::of)
            .or(() -> home.map(h -> h.resolve(".cache")));
    this.registries =
        cache
            .map(c -> Registries.of(Duration.ofHours(1), c.resolve("syncline").resolve("charts")))
            .orElseGet(() -> Registries.of(Duration.ofHours(1)));
  }

  @Override
  public Remote open(RemoteAddress address) {
    try {
      return switch (address) {
        case RemoteAddress.Git repository -> repository(repository);
        case RemoteAddress.Chart chart -> chart(chart);
        case RemoteAddress.File file -> {
          var content = registries.file(file.url(), Access.ANONYMOUS, false);
          yield new Remote(content.digest(), content.tree());
        }
      };
    } catch (GitException e) {
      throw unreadable(address, String.valueOf(e.getMessage()), e.hint());
    } catch (RegistryException e) {
      throw unreadable(address, String.valueOf(e.getMessage()), e.hint());
    }
  }

  private static RenderException unreadable(RemoteAddress address, String why, String hint) {
    return RenderException.in("", 0, address.text() + " cannot be read: " + why, hint);
  }

  private Remote repository(RemoteAddress.Git address) {
    var repository = git.repository(address.url(), Credentials.anonymous());
    var wanted = address.revision().isEmpty() ? "HEAD" : address.revision();
    var commit = repository.resolve(repository.lsRemote(), wanted, "");
    return new Remote(commit, repository.tree(commit));
  }

  private Remote chart(RemoteAddress.Chart address) {
    var repository = address.repository();
    if (repository.startsWith("@") || repository.startsWith("alias:")) {
      throw unreadable(
          address,
          "repositories known by name are those of a server (expected: https://… or oci://…)",
          "write the address of the repository into Chart.yaml");
    }
    var name = new ChartName(repository, address.name());
    var version = registries.version(name, address.version(), Access.ANONYMOUS, false);
    var content = registries.chart(name, version, Access.ANONYMOUS, false);
    return new Remote(content.digest(), content.tree());
  }

  @Override
  public void close() {
    registries.close();
    git.close();
    try (var all = Files.walk(mirrors)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException leftToTheSystem) {
      mirrors.toFile().deleteOnExit();
    }
  }
}
