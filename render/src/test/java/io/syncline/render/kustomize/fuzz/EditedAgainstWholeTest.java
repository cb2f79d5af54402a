package io.syncline.render.kustomize.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.BuildOptions;
import io.syncline.render.MemoryTree;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.door.Renderers;
import io.syncline.render.kustomize.BuildMemo;
import io.syncline.render.offline.BatchRender;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Random kustomizations under random edits: a render that knows the ones before comes to the same
 * as one that knows nothing, byte for byte, problem for problem and input for input.
 */
class EditedAgainstWholeTest {
  private static final int ALWAYS = Integer.getInteger("syncline.kustomize.edited", 200);
  private static final long FIRST = Long.getLong("syncline.kustomize.seed", 1);
  private static final int OTHERS = 30;
  private static final int EDITS = 12;

  private int manifests;
  private int madeAnew;
  private int built;
  private int failed;

  @Test
  void a_render_after_edits_equals_one_from_nothing() {
    var start = ThreadLocalRandom.current().nextInt(1_000_000);
    System.out.println("kustomize: edits of random kustomizations from seed " + start);
    for (var seed = FIRST; seed < FIRST + ALWAYS; seed++) {
      follow(seed);
    }
    for (var seed = start; seed < start + OTHERS; seed++) {
      follow(seed);
    }
    System.out.printf(
        "kustomize: %d renders, %d problems, %d of %d objects made anew%n",
        built, failed, madeAnew, manifests);
    assertThat(built).isGreaterThan(ALWAYS);
    assertThat(madeAnew).isLessThan(manifests * 2 / 3);
  }

  private void follow(long seed) {
    var memo = new BuildMemo();
    var edits = new Edits(seed);
    var files = KustomizationGrammar.files(seed);
    var good = files;
    for (var edit = 0; edit <= EDITS; edit++) {
      var known = render(files, memo);
      var plain = plain(files);
      assertThat(text(known)).as("seed %d, edit %d: %s", seed, edit, files).isEqualTo(text(plain));
      assertThat(known.inputs()).as("seed %d, edit %d", seed, edit).isEqualTo(plain.inputs());
      if (known instanceof RenderResult.Rendered rendered) {
        built++;
        manifests += edit == 0 ? 0 : rendered.manifests().size();
        madeAnew += edit == 0 ? 0 : memo.rendered();
        good = files;
      } else {
        failed++;
        if (edit == 0) {
          return;
        }
      }
      // Most edits that break a kustomization are taken back, or all that follows is broken too.
      files = edits.next(edit % 4 == 3 ? files : good);
    }
  }

  private static RenderResult render(Map<String, String> files, BuildMemo memo) {
    return Renderers.render(MemoryTree.of(files), request(), BuildOptions.DEFAULT, memo);
  }

  private static RenderResult plain(Map<String, String> files) {
    return Renderers.render(MemoryTree.of(files), request(), BuildOptions.DEFAULT);
  }

  private static RenderRequest request() {
    var source = new ApplicationSource(ObjectTree.of("kustomize", ObjectTree.EMPTY));
    return RenderRequest.of(KustomizationGrammar.ROOT, source, "", "");
  }

  private static String text(RenderResult result) {
    return switch (result) {
      case RenderResult.Rendered rendered ->
          rendered.warnings() + "\n" + BatchRender.text(rendered.manifests());
      case RenderResult.Failed failed -> "problem: " + failed.problem();
    };
  }
}
