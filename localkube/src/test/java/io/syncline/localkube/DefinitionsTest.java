package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Tree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Definitions of custom resources: what is refused, and rules that are evaluated. */
final class DefinitionsTest {
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final String GIZMOS = "/apis/cel.example.com/v1/namespaces/default/gizmos";

  private final LocalKube kube = LocalKube.builder().start();
  private final Caller caller = new Caller(kube);

  @AfterEach
  void stop() {
    kube.close();
  }

  private static String definition(String plural, String kind, String spec) {
    return """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: %1$s.cel.example.com}
        spec:
          group: cel.example.com
          scope: Namespaced
          names: {plural: %1$s, kind: %2$s}
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, properties: {spec: %3$s}}}
        """
        .formatted(plural, kind, spec);
  }

  @BeforeEach
  void define() {
    var made =
        caller.post(
            DEFINITIONS,
            definition(
                "gizmos",
                "Gizmo",
                """
                {type: object, properties: {a: {type: integer}, b: {type: integer}, num: {type: number}, d: {type: string, format: duration}, q: {type: string}, imm: {type: string, x-kubernetes-validations: [{rule: self == oldSelf, message: imm is immutable}]}},
                 x-kubernetes-validations: [
                  {rule: '!has(self.a) || !has(self.b) || self.a <= self.b', message: a must not exceed b, fieldPath: .a, reason: FieldValueForbidden},
                  {rule: '!has(self.num) || self.num * 2.0 < 10.0', messageExpression: '"num is " + string(self.num)'},
                  {rule: '!has(self.d) || self.d < duration("1h")'},
                  {rule: '!has(self.q) || quantity(self.q).isLessThan(quantity("1Gi"))', message: too much},
                  {rule: '!has(oldSelf.a) || self.?a.orValue(0) >= oldSelf.a', message: a may only grow}]}
                """));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
  }

  private static String gizmo(String name, String spec) {
    return "apiVersion: cel.example.com/v1\nkind: Gizmo\nmetadata: {name: "
        + name
        + "}\nspec: "
        + spec;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {a: 3, b: 2}   ~ spec.a: Forbidden: a must not exceed b
          {num: 7}       ~ spec: Invalid value: "object": num is 7
          {d: 2h}        ~ spec: Invalid value: "object": failed rule: !has(self.d) || self.d < duration("1h")
          {q: 2Gi}       ~ spec: Invalid value: "object": too much
          {a: 1, b: 2}   ~
          {num: 4, d: 2m}~
          {q: 5Mi}       ~
          """)
  void rules_are_evaluated(String spec, String cause) {
    var answer = caller.post(GIZMOS, gizmo("g", spec));
    if (cause == null) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    } else {
      assertThat(answer.status()).as(answer.body()).isEqualTo(422);
      assertThat(answer.text("message"))
          .isEqualTo("Gizmo.cel.example.com \"g\" is invalid: " + cause);
    }
  }

  @Test
  void rules_may_compare_with_the_value_before() {
    caller.post(GIZMOS, gizmo("g", "{a: 2, imm: x}"));
    var shrunk = caller.patch(GIZMOS + "/g", "merge-patch+json", "{\"spec\":{\"a\":1}}");
    assertThat(shrunk.text("message")).endsWith("a may only grow");
    var changed = caller.patch(GIZMOS + "/g", "merge-patch+json", "{\"spec\":{\"imm\":\"y\"}}");
    assertThat(changed.text("message")).endsWith("imm is immutable");
    var grown = caller.patch(GIZMOS + "/g", "merge-patch+json", "{\"spec\":{\"a\":3}}");
    assertThat(grown.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: object, properties: {a: {}}}                                                              | must not be empty for specified object fields
          {type: object, properties: {a: {type: array}}}                                                   | items: Required value: must be specified
          {type: object, properties: {a: {type: string, anyOf: [{type: string}]}}}                         | must be empty to be structural
          {type: object, properties: {a: {type: integer, default: x}}}                                     | default: Invalid value: "string"
          {type: object, properties: {a: {type: string, pattern: (}}}                                      | must be a valid regular expression
          {type: object, properties: {a: {type: integer}}, x-kubernetes-validations: [{rule: self.a >}]}   | compilation failed
          {type: object, properties: {a: {type: integer}}, x-kubernetes-validations: [{rule: self.z > 1}]} | undefined field 'z'
          """)
  void schemas_that_are_not_structural_are_refused(String spec, String message) {
    var answer = caller.post(DEFINITIONS, definition("others", "Other", spec));
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.text("message")).contains(message);
  }

  @Test
  void a_kind_that_is_taken_is_not_established() {
    caller.post(DEFINITIONS, definition("gizmo2s", "Gizmo", "{type: object}"));
    var conditions =
        Tree.items(
            Tree.at(
                caller.get(DEFINITIONS + "/gizmo2s.cel.example.com").tree(),
                "status",
                "conditions"));
    assertThat(Tree.text(conditions.getFirst(), "status")).isEqualTo("False");
    assertThat(Tree.text(conditions.getFirst(), "message"))
        .isEqualTo("\"gizmo\" is already in use");
    assertThat(caller.get(GIZMOS.replace("gizmos", "gizmo2s")).status()).isEqualTo(404);
  }

  @Test
  void a_pattern_that_takes_for_ever_is_given_up() {
    caller.post(
        DEFINITIONS,
        definition(
            "slows",
            "Slow",
            "{type: object, properties: {s: {type: string, pattern: '^(a+)+$'}}}"));
    var answer =
        caller.post(
            GIZMOS.replace("gizmos", "slows"),
            gizmo("s", "{s: " + "a".repeat(60) + "!}").replace("Gizmo", "Slow"));
    assertThat(answer.status()).isEqualTo(422);
  }
}
