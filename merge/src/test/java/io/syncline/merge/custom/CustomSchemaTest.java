package io.syncline.merge.custom;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.merge.managed.FieldManager;
import io.syncline.merge.managed.FieldSet;
import io.syncline.merge.managed.ManagedFields;
import io.syncline.merge.managed.Writer;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomSchemaTest {
  private static final CustomSchema SCHEMA =
      CustomSchema.of(
          Yaml.parseObject(
              """
              type: object
              required: [spec]
              properties:
                spec:
                  type: object
                  required: [size]
                  properties:
                    size: {type: integer, minimum: 1, maximum: 10, multipleOf: 2, format: int32}
                    share: {type: number, exclusiveMinimum: true, minimum: 0}
                    mode: {type: string, enum: [fast, slow], default: fast}
                    name: {type: string, pattern: "^[a-z]+$", minLength: 2, maxLength: 4}
                    at: {type: string, format: date-time}
                    note: {type: string, nullable: true}
                    port: {x-kubernetes-int-or-string: true}
                    free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                    half:
                      type: object
                      x-kubernetes-preserve-unknown-fields: true
                      properties: {in: {type: object, properties: {a: {type: string}}}}
                    counts: {type: object, additionalProperties: {type: integer}, maxProperties: 2}
                    tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                    parts:
                      type: array
                      minItems: 1
                      maxItems: 2
                      x-kubernetes-list-type: map
                      x-kubernetes-list-map-keys: [id, zone]
                      items:
                        type: object
                        required: [id]
                        properties:
                          id: {type: string}
                          zone: {type: string, default: z}
                          weight: {type: integer, default: 1}
                    choice:
                      type: object
                      properties: {a: {type: string}, b: {type: string}}
                      oneOf: [{required: [a]}, {required: [b]}]
                    embedded:
                      type: object
                      x-kubernetes-embedded-resource: true
                      properties: {spec: {type: object}}
              """));

  private static ObjectTree object(String spec) {
    return Yaml.parseObject("apiVersion: e/v1\nkind: T\nmetadata: {name: name}\nspec: " + spec);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}|spec.size: Required value",
        "{size: x}|spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\"",
        "{size: null}|spec.size: Invalid value: \"null\": spec.size in body must be of type integer: \"null\"",
        "{size: 0}|spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1",
        "{size: 12}|spec.size: Invalid value: 12: spec.size in body should be less than or equal to 10",
        "{size: 3}|spec.size: Invalid value: 3: spec.size in body should be a multiple of 2",
        "{size: 2, share: 0}|spec.share: Invalid value: 0: spec.share in body should be greater than 0",
        "{size: 2, mode: odd}|spec.mode: Unsupported value: \"odd\": supported values: \"fast\", \"slow\"",
        "{size: 2, name: A1}|spec.name: Invalid value: \"A1\": spec.name in body should match '^[a-z]+$'",
        "{size: 2, name: a}|spec.name: Invalid value: \"a\": spec.name in body should be at least 2 chars long",
        "{size: 2, name: abcde}|spec.name: Too long: may not be more than 4 bytes",
        "{size: 2, at: noon}|spec.at: Invalid value: \"noon\": spec.at in body must be of type date-time: \"noon\"",
        "{size: 2, port: true}|spec.port: Invalid value: \"boolean\": spec.port in body must be of type integer,string: \"boolean\"",
        "{size: 2, counts: {a: x}}|spec.counts.a: Invalid value: \"string\": spec.counts.a in body must be of type integer: \"string\"",
        "{size: 2, counts: {a: 1, b: 2, c: 3}}|spec.counts: Too many: 3: must have at most 2 items",
        "{size: 2, tags: [a, b, a]}|spec.tags[2]: Duplicate value: \"a\"",
        "{size: 2, parts: []}|spec.parts: Invalid value: 0: spec.parts in body should have at least 1 items",
        "{size: 2, parts: [{id: a, zone: z}, {id: a, zone: z}]}|spec.parts[1]: Duplicate value: map[string]interface {}{\"id\":\"a\",\"zone\":\"z\"}",
        "{size: 2, parts: [{}]}|spec.parts[0].id: Required value",
        "{size: 2, choice: {}}|<nil>: Invalid value: \"\": \"spec.choice\" must validate one and only one schema (oneOf). Found none valid;spec.choice.a: Required value",
        "{size: 2, choice: {a: x, b: z}}|<nil>: Invalid value: \"\": \"spec.choice\" must validate one and only one schema (oneOf). Found 2 valid alternatives"
      })
  void each_rule_has_its_message(String spec, String message) {
    assertThat(SCHEMA.validate(object(spec)))
        .extracting(Violation::toString)
        .containsExactly(message.split(";"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{size: 2}",
        "{size: 2.0}",
        "{size: 2, note: null}",
        "{size: 2, port: http}",
        "{size: 2, port: 80}",
        "{size: 2, choice: {b: z}}",
        "{size: 2, at: \"2024-01-01T00:00:00Z\"}",
        "{size: 2, parts: [{id: a}, {id: b}]}"
      })
  void proper_objects_pass(String spec) {
    assertThat(SCHEMA.validate(object(spec))).isEmpty();
  }

  @Test
  void undeclared_fields_are_pruned_unless_the_schema_keeps_them() {
    var pruned =
        SCHEMA.prune(
            object(
                "{size: 2, x: 1, free: {w: 1}, half: {z: 1, in: {a: b, c: d}}, counts: {q: 1},"
                    + " parts: [{id: a, w: 1}], embedded: {apiVersion: v1, metadata: {name: m},"
                    + " spec: {s: 1}, data: 1}}"));
    assertThat(pruned.unknown())
        .containsExactly(
            "spec.x",
            "spec.half.in.c",
            "spec.parts[0].w",
            "spec.embedded.spec.s",
            "spec.embedded.data");
    assertThat(pruned.object())
        .isEqualTo(
            object(
                "{size: 2, free: {w: 1}, half: {z: 1, in: {a: b}}, counts: {q: 1},"
                    + " parts: [{id: a}], embedded: {apiVersion: v1, metadata: {name: m}, spec: {}}}"));
  }

  @Test
  void defaults_fill_objects_and_list_items_that_are_there() {
    assertThat(SCHEMA.defaults(object("{size: 2, mode: null, note: null, parts: [{id: a}]}")))
        .isEqualTo(
            object("{size: 2, mode: fast, note: null, parts: [{id: a, zone: z, weight: 1}]}"));
    assertThat(SCHEMA.defaults(ObjectTree.EMPTY)).isEmpty();
  }

  @Test
  void keys_of_list_items_take_their_defaults_for_field_ownership() {
    var manager = FieldManager.custom(SCHEMA.schema(), FieldSet.of("status"));
    var next =
        manager.apply(
            manager.zero(),
            object("{size: 2, parts: [{id: a}], tags: [t], free: {a: {b: 1}}}"),
            Writer.apply("m", "e/v1"),
            false,
            Instant.EPOCH);
    assertThat(ManagedFields.of(next).all().json())
        .isEqualTo(
            Yaml.parseObject(
                """
                f:spec:
                  f:size: {}
                  f:parts:
                    'k:{"id":"a","zone":"z"}': {.: {}, f:id: {}}
                  f:tags: {'v:"t"': {}}
                  f:free: {f:a: {.: {}, f:b: {}}}
                """));
  }

  @Test
  void no_schema_permits_everything() {
    var free = CustomSchema.of(ObjectTree.EMPTY);
    var object = object("{any: [1, {thing: null}]}");
    assertThat(free.prune(object).object()).isEqualTo(object);
    assertThat(free.validate(object)).isEmpty();
  }
}
