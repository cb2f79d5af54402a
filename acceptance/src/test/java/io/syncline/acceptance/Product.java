package io.syncline.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The built product, as somebody starts it. {@code SYNCLINE_ACCEPTANCE_CP} names a class path to
 * start it from; without it the launcher at the root of the repository is used.
 */
final class Product {
  private static final Path ROOT = root();

  private Product() {}

  /** The command line of {@code syncline WORDS}. */
  static List<String> command(String... words) {
    var classPath = System.getenv("SYNCLINE_ACCEPTANCE_CP");
    var command = new ArrayList<String>();
    if (classPath != null && !classPath.isBlank()) {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-Xmx512m"));
      if (!List.of("demo", "up", "kube").contains(words[0])) {
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      }
      command.addAll(List.of("-cp", classPath.strip(), "io.syncline.app.Main"));
    } else {
      if (!Files.isDirectory(ROOT.resolve("app/target/lib"))) {
        throw new IllegalStateException(
            "no built product in "
                + ROOT.resolve("app/target/lib")
                + " (expected: jars); hint: mvn package");
      }
      command.add(ROOT.resolve("syncline").toString());
    }
    command.addAll(List.of(words));
    return command;
  }

  /** Variables every start needs; nobody's settings leak in. */
  static Map<String, String> variables() {
    return Map.of(
        "SYNCLINE_NO_BUILD", "1",
        "SYNCLINE_HOME", ROOT.toString(),
        "SYNCLINE_JAVA_HOME", System.getProperty("java.home"),
        "ARGOCD_SERVER", "",
        "ARGOCD_AUTH_TOKEN", "");
  }

  /** Runs {@code syncline WORDS} to its end. */
  static Outcome run(String... words) {
    return new Shell(Path.of("").toAbsolutePath(), variables()).run(command(words));
  }

  private static Path root() {
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("syncline"))
          && Files.isDirectory(folder.resolve("examples"))) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "no repository root above "
            + Path.of("").toAbsolutePath()
            + " (expected: syncline and examples/)");
  }
}
