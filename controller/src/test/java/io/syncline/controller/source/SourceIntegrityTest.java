package io.syncline.controller.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.git.Signed;
import io.syncline.git.signature.Verdict;
import io.syncline.git.signature.Verdict.Result;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SourceIntegrityTest {
  private static final String URL = "https://github.com/acme/a.git";

  private static SourceIntegrity of(String spec) {
    return SourceIntegrity.of(project(spec));
  }

  private static Project project(String spec) {
    var text = "{metadata: {name: shop}, spec: " + spec + "}";
    return new Project(new Manifest(Tree.object(Yaml.documents(text).getFirst().value())));
  }

  @Test
  void signatures_are_demanded_of_git_only() {
    var all = project("{signatureKeys: [{keyID: A}]}");
    assertThat(SignatureCheck.isDemanded(all, sources("{repoURL: 'https://git.example/a.git'}")))
        .isTrue();
    assertThat(
            SignatureCheck.isDemanded(
                all,
                sources(
                    "{repoURL: 'oci://registry.example/a'}",
                    "{repoURL: 'https://charts.example', chart: a}")))
        .isFalse();
  }

  private static List<ApplicationSource> sources(String... texts) {
    return Arrays.stream(texts).map(t -> new ApplicationSource(Yaml.parseObject(t))).toList();
  }

  @Test
  void keys_of_older_projects_are_a_rule_for_the_head_of_all_repositories() {
    assertThat(of("{}").policy(URL)).isEmpty();
    var expected = new SourceIntegrity.Policy(List.of("*"), "head", List.of("A", "B"));
    assertThat(of("{signatureKeys: [{keyID: A}, {keyID: B}]}").policy(URL)).contains(expected);
    assertThat(
            of("{signatureKeys: [{keyID: A}, {keyID: B}], sourceIntegrity: {git: null}}")
                .policy(URL))
        .contains(expected);
    assertThatThrownBy(
            () -> of("{signatureKeys: [{keyID: A}], sourceIntegrity: {git: {policies: []}}}"))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("signatureKeys and sourceIntegrity.git");
  }

  @Test
  void a_rule_concerns_the_repositories_it_names_and_two_are_one_too_many() {
    var one = "{repos: [{url: 'https://github.com/*'}, {url: '!*/b.git'}], gpg: {mode: strict}}";
    var rules = of("{sourceIntegrity: {git: {policies: [" + one + "]}}}");
    assertThat(rules.policy(URL).orElseThrow().isStrict()).isTrue();
    assertThat(rules.policy("https://github.com/acme/b.git")).isEmpty();
    assertThat(rules.policy("https://git.example/a.git")).isEmpty();
    var twice = of("{sourceIntegrity: {git: {policies: [" + one + ", " + one + "]}}}");
    assertThatThrownBy(() -> twice.policy(URL)).hasMessageContaining("multiple (2)");
    var odd = of("{sourceIntegrity: {git: {policies: [{repos: [{url: '*'}], gpg: {mode: x}}]}}}");
    assertThatThrownBy(() -> odd.policy(URL)).hasMessageContaining("unknown GPG mode \"x\"");
    var none = "{repos: [{url: '*'}], gpg: {mode: none}}";
    assertThat(of("{sourceIntegrity: {git: {policies: [" + none + "]}}}").policy(URL)).isEmpty();
  }

  private static Signed signed(char commit, Result result, String key) {
    return new Signed(
        String.valueOf(commit).repeat(40), "Ada <a@x>", new Verdict(result, key, key));
  }

  @Test
  void problems_are_told_once_for_a_key_and_for_each_unsigned_commit() {
    var good = "AAAAAAAAAAAAAAAA";
    var other = "BBBBBBBBBBBBBBBB";
    var problems =
        SignatureCheck.described(
            List.of(
                signed('1', Result.GOOD, good),
                signed('2', Result.GOOD, other),
                signed('3', Result.REVOKED_KEY, other),
                signed('4', Result.UNSIGNED, ""),
                signed('5', Result.UNSIGNED, "")),
            List.of("0123456789012345678901230123" + good.substring(4)));
    assertThat(problems).hasSize(4);
    problems =
        SignatureCheck.described(
            List.of(
                signed('1', Result.GOOD, good),
                signed('2', Result.GOOD, other),
                signed('3', Result.REVOKED_KEY, other),
                signed('4', Result.UNSIGNED, ""),
                signed('5', Result.UNSIGNED, "")),
            List.of(good));
    assertThat(problems)
        .containsExactly(
            "Failed verifying revision "
                + "2".repeat(40)
                + " by 'Ada <a@x>': signed with unallowed key (key_id="
                + other
                + ")",
            "Failed verifying revision " + "4".repeat(40) + " by 'Ada <a@x>': unsigned (key_id=)",
            "Failed verifying revision " + "5".repeat(40) + " by 'Ada <a@x>': unsigned (key_id=)");
  }
}
