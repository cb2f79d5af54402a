package io.syncline.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the rules for URLs out of the Git configuration of system, user and environment. */
final class UserConfig {
  private static final Logger LOG = LoggerFactory.getLogger(UserConfig.class);

  private UserConfig() {}

  static UrlRewrites rewrites(Map<String, String> environment) {
    GitSystemReader.install();
    var rules = new ArrayList<UrlRewrites.Rule>();
    for (var file : files(environment)) {
      if (Files.isRegularFile(file)) {
        collect(load(file), rules);
      }
    }
    collect(fromVariables(environment), rules);
    return new UrlRewrites(rules);
  }

  private static List<Path> files(Map<String, String> environment) {
    var files = new ArrayList<Path>();
    if (!isTrue(environment.getOrDefault("GIT_CONFIG_NOSYSTEM", ""))) {
      files.add(Path.of(environment.getOrDefault("GIT_CONFIG_SYSTEM", "/etc/gitconfig")));
    }
    var global = environment.get("GIT_CONFIG_GLOBAL");
    if (global != null) {
      files.add(Path.of(global));
      return files;
    }
    var home = environment.getOrDefault("HOME", "");
    var xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    if (!xdg.isEmpty()) {
      files.add(Path.of(xdg, "git", "config"));
    } else if (!home.isEmpty()) {
      files.add(Path.of(home, ".config", "git", "config"));
    }
    if (!home.isEmpty()) {
      files.add(Path.of(home, ".gitconfig"));
    }
    return files;
  }

  private static boolean isTrue(String value) {
    return switch (value) {
      case "1", "true", "yes", "on" -> true;
      default -> false;
    };
  }

  private static Config load(Path file) {
    var config = new FileBasedConfig(file.toFile(), FS.DETECTED);
    try {
      config.load();
    } catch (IOException | ConfigInvalidException e) {
      LOG.warn("{}: {} (its url.….insteadOf rules are not used)", file, e.getMessage());
    }
    return config;
  }

  /** {@code GIT_CONFIG_COUNT} and the numbered keys and values that go with it. */
  private static Config fromVariables(Map<String, String> environment) {
    var config = new Config();
    var count = environment.getOrDefault("GIT_CONFIG_COUNT", "");
    var pairs = count.matches("\\d{1,4}") ? Integer.parseInt(count) : 0;
    for (var i = 0; i < pairs; i++) {
      var key = environment.getOrDefault("GIT_CONFIG_KEY_" + i, "");
      var value = environment.getOrDefault("GIT_CONFIG_VALUE_" + i, "");
      var first = key.indexOf('.');
      var last = key.lastIndexOf('.');
      if (first > 0 && last > first && key.substring(0, first).equalsIgnoreCase("url")) {
        var base = key.substring(first + 1, last);
        var name = key.substring(last + 1);
        var values = new ArrayList<>(List.of(config.getStringList("url", base, name)));
        values.add(value);
        config.setStringList("url", base, name, values);
      }
    }
    return config;
  }

  private static void collect(Config config, List<UrlRewrites.Rule> rules) {
    for (var base : config.getSubsections("url")) {
      for (var prefix : config.getStringList("url", base, "insteadof")) {
        rules.add(new UrlRewrites.Rule(base, prefix, false));
      }
      for (var prefix : config.getStringList("url", base, "pushinsteadof")) {
        rules.add(new UrlRewrites.Rule(base, prefix, true));
      }
    }
  }
}
