package io.syncline.merge.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.merge.Cases;
import io.syncline.merge.facts.TypeFacts;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with {@code kubectl patch --local}, which needs no server, where kubectl is found. */
class KubectlPatchTest {
  private static final int ENOUGH = 12;

  @TempDir Path folder;

  private static Optional<Path> kubectl() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, "kubectl"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Test
  void strategic_patches_do_what_kubectl_does() throws Exception {
    var kubectl = kubectl();
    if (kubectl.isEmpty()) {
      System.out.println("no kubectl on the path: nothing compared");
      return;
    }
    var schema = TypeFacts.builtin().schema("apps/v1", "Deployment").orElseThrow();
    var compared = 0;
    for (var test : Cases.of("strategic")) {
      if (compared == ENOUGH) {
        break;
      }
      if (Tree.text(test, "kind").equals("Deployment") && !test.containsKey("error")) {
        var object = Tree.object(test.get("a"));
        var patch = Tree.object(test.get("b"));
        var theirs = patch(kubectl.get(), object, patch);
        var ours = StrategicMerge.apply(schema, object, patch);
        assertThat(ours).as(Json.write(test)).isEqualTo(Directive.content(theirs));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(ENOUGH);
  }

  private ObjectTree patch(Path kubectl, ObjectTree object, ObjectTree patch)
      throws IOException, InterruptedException {
    var file = folder.resolve("object.json");
    Files.writeString(file, Json.write(object));
    var output = folder.resolve("output.json");
    var process =
        new ProcessBuilder(
                kubectl.toString(),
                "patch",
                "--local",
                "--type=strategic",
                "-o",
                "json",
                "-f",
                file.toString(),
                "-p",
                Json.write(patch))
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("errors.txt"))).isZero();
    return Json.parseObject(Files.readAllBytes(output));
  }
}
