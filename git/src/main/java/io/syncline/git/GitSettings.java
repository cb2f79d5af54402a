package io.syncline.git;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How repositories may be opened.
 *
 * @param allowLocal whether plain paths and {@code file://} may be repositories
 * @param fetchTimeout longest silence of a server, and longest listing; a whole fetch may take ten
 *     times as long
 * @param rewrites the user's {@code url.….insteadOf} rules
 * @param home home directory whose SSH keys and known hosts serve when none are given; empty in
 *     servers
 */
public record GitSettings(
    boolean allowLocal, Duration fetchTimeout, UrlRewrites rewrites, Optional<Path> home) {

  /** No local paths, one minute, nothing of the user's own configuration. */
  public static GitSettings defaults() {
    return new GitSettings(false, Duration.ofSeconds(60), UrlRewrites.NONE, Optional.empty());
  }

  /** The same with local paths and {@code file://} permitted or not. */
  public GitSettings allowLocal(boolean allow) {
    return new GitSettings(allow, fetchTimeout, rewrites, home);
  }

  /** The same with another timeout. */
  public GitSettings fetchTimeout(Duration timeout) {
    return new GitSettings(allowLocal, timeout, rewrites, home);
  }

  /**
   * The same with the {@code insteadOf} rules of the user's Git configuration, found by {@code
   * environment} ({@code HOME}, {@code GIT_CONFIG_GLOBAL}, {@code XDG_CONFIG_HOME}, …).
   */
  public GitSettings withUserRewrites(Map<String, String> environment) {
    return new GitSettings(allowLocal, fetchTimeout, UserConfig.rewrites(environment), home);
  }

  /** The same with the SSH keys and known hosts below {@code home}. */
  public GitSettings withHome(Path home) {
    return new GitSettings(allowLocal, fetchTimeout, rewrites, Optional.of(home));
  }
}
