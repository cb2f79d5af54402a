package io.syncline.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathFilterTest {
  private static Application app(String annotation) {
    return new Application(
        new Manifest(
            ObjectTree.of(
                "metadata",
                ObjectTree.of(
                    "annotations",
                    ObjectTree.of("argocd.argoproj.io/manifest-generate-paths", annotation)))));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        ".,            apps/web/a.yaml,      true",
        ".,            apps/api/a.yaml,      false",
        ".,            apps/website/a.yaml,  false",
        "../shared,    apps/shared/x.yaml,   true",
        "/base,        base/deep/x.yaml,     true",
        "/base,        apps/base/x.yaml,     false",
        "/base/*.yaml, base/x.yaml,          true",
        "/base/*.yaml, base/deep/x.yaml,     false",
        "' ; .;/base', base/x.yaml,          true",
        "values.yaml,  apps/web/values.yaml, true",
        "/,            anything,             true",
      })
  void a_change_matters_when_it_is_at_or_below_a_path_or_matches_it(
      String annotation, String changed, boolean matters) {
    var filter = PathFilter.of(app(annotation), "apps/web").orElseThrow();
    assertThat(filter.concerns(List.of(changed))).isEqualTo(matters);
  }

  @Test
  void what_is_not_known_to_have_changed_may_matter() {
    assertThat(PathFilter.of(app("."), "apps/web").orElseThrow().concerns(List.of())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"''", "' ; '", "../../.."})
  void without_a_path_inside_there_is_no_filter(String annotation) {
    assertThat(PathFilter.of(app(annotation), "apps/web")).isEmpty();
  }
}
