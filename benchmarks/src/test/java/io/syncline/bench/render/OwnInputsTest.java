package io.syncline.bench.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnInputsTest {
  @TempDir Path folder;

  @Test
  void the_tiny_one_renders_two_objects_and_the_other_fifty() throws Exception {
    OwnInputs.write(folder);
    assertThat(kinds("a_tiny/overlay")).isEqualTo(2);
    assertThat(kinds("b_micro10/overlays/prod")).isEqualTo(50);
  }

  @Test
  void both_render_as_kubectl_renders_them() throws Exception {
    OwnInputs.write(folder);
    for (var name : new String[] {"a_tiny/overlay", "b_micro10/overlays/prod"}) {
      var peer = Kubectl.of(folder.resolve(name));
      if (peer.isEmpty()) {
        System.out.println("kubectl is not on the path: nothing to compare with");
        return;
      }
      assertThat(new WarmRenderer(folder.resolve(name)).text())
          .isEqualTo(peer.get().run().orThrow(peer.get()).output());
    }
  }

  private long kinds(String name) {
    return new WarmRenderer(folder.resolve(name))
        .text()
        .lines()
        .filter(line -> line.startsWith("kind:"))
        .count();
  }
}
