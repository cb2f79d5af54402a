package io.syncline.engine.access;

import java.util.Locale;
import java.util.regex.Pattern;

/** Brings the many spellings of one repository URL to one key. */
public final class RepositoryUrl {
  private static final Pattern SSH = Pattern.compile("(ssh://)?([^/:]*?)@[^@]+");

  private RepositoryUrl() {}

  /** {@code url} in lower case, without {@code .git}, scp form and {@code ssh://} made equal. */
  public static String normalize(String url) {
    var repo = url.strip().toLowerCase(Locale.ROOT);
    if (SSH.matcher(repo).matches() && !repo.startsWith("ssh://")) {
      repo = repo.replaceFirst(":", "/");
    }
    if (repo.startsWith("ssh://")) {
      repo = repo.substring("ssh://".length());
    }
    return repo.endsWith(".git") ? repo.substring(0, repo.length() - ".git".length()) : repo;
  }
}
