package io.syncline.git;

import java.nio.file.Path;
import java.time.Duration;

/** A process that reads one commit, for tests that stop it or take its disk away. */
final class FetchOnce {
  private FetchOnce() {}

  /** Arguments: folder of mirrors, URL, commit. Prints what went wrong, or {@code done}. */
  public static void main(String[] arguments) {
    var settings = GitSettings.defaults().fetchTimeout(Duration.ofSeconds(60));
    try (var repositories = new GitRepositories(Path.of(arguments[0]), settings)) {
      repositories.repository(arguments[1], Credentials.anonymous()).tree(arguments[2]);
      System.out.println("done");
    } catch (GitException e) {
      System.out.println(e.code() + ": " + e.getMessage() + "; " + e.hint());
    }
  }
}
