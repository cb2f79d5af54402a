package io.syncline.merge.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Admissionregistration;
import io.kubernetes.client.proto.V1Apiextensions;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Autoscaling;
import io.kubernetes.client.proto.V1Batch;
import io.kubernetes.client.proto.V1Certificates;
import io.kubernetes.client.proto.V1Coordination;
import io.kubernetes.client.proto.V1Discovery;
import io.kubernetes.client.proto.V1Events;
import io.kubernetes.client.proto.V1Flowcontrol;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Node;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Rbac;
import io.kubernetes.client.proto.V1Scheduling;
import io.kubernetes.client.proto.V1Storage;
import io.kubernetes.client.proto.V2Autoscaling;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Holds the transcribed facts about built-in kinds against two publications of them: the OpenAPI
 * document in kubernetes-model-validator, for how lists and maps merge, and the messages of
 * client-java-proto, for field numbers. A difference is a mistake here or one to be listed below
 * with its reason.
 */
final class UpstreamTest {
  private static final ObjectTree FIELDS = resource("/io/syncline/merge/kube-fields.json");
  private static final ObjectTree TYPES = resource("/io/syncline/merge/kube-types.json");

  /** Groups that the OpenAPI document leaves out: it has the API of the core server only. */
  private static final List<String> NOT_IN_OPENAPI =
      List.of("apiextensions/", "apiregistration/", "metrics/");

  /** Groups without generated messages. */
  private static final List<String> NOT_IN_MESSAGES = List.of("apiregistration/", "metrics/");

  /**
   * Differences in merging that are meant, each with its reason in a comment beside it. None is
   * known of Kubernetes 1.34, which the document describes.
   */
  private static final Set<String> MERGE_KNOWN = Set.of();

  /** Differences in numbers that are meant. */
  private static final Set<String> NUMBERS_KNOWN = Set.of();

  private static final List<FileDescriptor> MESSAGES =
      List.of(
          Meta.getDescriptor(),
          V1.getDescriptor(),
          V1Admissionregistration.getDescriptor(),
          V1Apiextensions.getDescriptor(),
          V1Apps.getDescriptor(),
          V1Authentication.getDescriptor(),
          V1Authorization.getDescriptor(),
          V1Autoscaling.getDescriptor(),
          V1Batch.getDescriptor(),
          V1Certificates.getDescriptor(),
          V1Coordination.getDescriptor(),
          V1Discovery.getDescriptor(),
          V1Events.getDescriptor(),
          V1Flowcontrol.getDescriptor(),
          V1Networking.getDescriptor(),
          V1Node.getDescriptor(),
          V1Policy.getDescriptor(),
          V1Rbac.getDescriptor(),
          V1Scheduling.getDescriptor(),
          V1Storage.getDescriptor(),
          V2Autoscaling.getDescriptor());

  private static ObjectTree resource(String path) {
    try (var in = UpstreamTest.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("resource " + path + " is absent");
      }
      return Json.parseObject(in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException("resource " + path + " cannot be read", e);
    }
  }

  /** {@code core/v1.PodSpec} as {@code io.k8s.api.core.v1.PodSpec}. */
  private static String openApiName(String struct) {
    var slash = struct.indexOf('/');
    var group = struct.substring(0, slash);
    var root = group.equals("meta") ? "io.k8s.apimachinery.pkg.apis." : "io.k8s.api.";
    return root + group + "." + struct.substring(slash + 1);
  }

  private static boolean in(List<String> groups, String struct) {
    return groups.stream().anyMatch(struct::startsWith);
  }

  /** How a field merges, in words that can be compared. */
  private static String words(
      Object list, List<?> keys, Object patchKey, Object patchStrategy, boolean atomic) {
    return "list=%s keys=%s patchKey=%s patch=%s atomic=%s"
        .formatted(list, keys, patchKey, patchStrategy, atomic);
  }

  private static String upstream(ObjectTree property, boolean list) {
    var type = Tree.text(property, "x-kubernetes-list-type");
    return words(
        list && type.isEmpty() ? "atomic" : type,
        Tree.items(property.get("x-kubernetes-list-map-keys")),
        Tree.text(property, "x-kubernetes-patch-merge-key"),
        Tree.text(property, "x-kubernetes-patch-strategy"),
        Tree.text(property, "x-kubernetes-map-type").equals("atomic"));
  }

  private static ObjectTree definitions() {
    var document = resource("/openshift-generated.json");
    return Tree.object(document.get("definitions"));
  }

  @Test
  void lists_and_maps_merge_as_the_openapi_document_says() {
    var definitions = definitions();
    var compared = 0;
    var wrong = new TreeSet<String>();
    for (var struct : FIELDS.keySet()) {
      if (in(NOT_IN_OPENAPI, struct)) {
        continue;
      }
      var definition = Tree.object(definitions.get(openApiName(struct)));
      assertThat(definition.isEmpty()).as(struct).isFalse();
      var facts = Tree.object(FIELDS.get(struct));
      var atomic = Tree.text(definition, "x-kubernetes-map-type").equals("atomic");
      if (atomic != (Tree.number(facts, 0, "atomic") == 1)) {
        wrong.add(struct + " atomic=" + !atomic + " (upstream: " + atomic + ")");
      }
      var fields = Tree.object(facts.get("f"));
      for (var name : fields.keySet()) {
        compared++;
        var field = Tree.object(fields.get(name));
        var property = Tree.object(Tree.at(definition, "properties", name));
        var ours =
            words(
                Tree.text(field, "lt"),
                Tree.items(field.get("k")),
                Tree.text(field, "mk"),
                Tree.text(field, "ps"),
                Tree.number(field, 0, "atomic") == 1);
        var theirs =
            property.isEmpty()
                ? "no such field"
                : upstream(property, Tree.text(field, "t").startsWith("[]"));
        if (!ours.equals(theirs)) {
          wrong.add(struct + "." + name + " " + ours + " (upstream: " + theirs + ")");
        }
      }
    }
    assertThat(compared).isGreaterThan(1600);
    assertThat(wrong).isEqualTo(MERGE_KNOWN);
  }

  @Test
  void the_short_table_of_merges_agrees_too() {
    var definitions = definitions();
    var wrong = new ArrayList<String>();
    var merge = Tree.object(TYPES.get("merge"));
    for (var struct : merge.keySet()) {
      if (in(NOT_IN_OPENAPI, struct)) {
        continue;
      }
      var definition = Tree.object(definitions.get(openApiName(struct)));
      var facts = Tree.object(merge.get(struct));
      for (var name : facts.keySet()) {
        var property = Tree.object(Tree.at(definition, "properties", name));
        var list = Tree.text(property, "type").equals("array");
        var ours =
            name.equals("#struct")
                ? Tree.text(facts, name)
                : of(Tree.object(facts.get(name)), list);
        var theirs =
            name.equals("#struct")
                ? Tree.text(definition, "x-kubernetes-map-type")
                : upstream(property, list);
        if (!ours.equals(theirs)) {
          wrong.add(struct + "." + name + " " + ours + " (upstream: " + theirs + ")");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** As the table's own rule says, a list that says nothing about itself is atomic. */
  private static String of(ObjectTree fact, boolean list) {
    var type = Tree.text(fact, "list");
    return words(
        list && type.isEmpty() ? "atomic" : type,
        Tree.items(fact.get("keys")),
        Tree.text(fact, "patchMergeKey"),
        Tree.text(fact, "patchStrategy"),
        Tree.text(fact, "map").equals("atomic"));
  }

  private static Map<String, Descriptor> messages() {
    var all = new LinkedHashMap<String, Descriptor>();
    for (var file : MESSAGES) {
      // k8s.io.api.core.v1 and k8s.io.apimachinery.pkg.apis.meta.v1 end in group and version.
      var words = file.getPackage().split("\\.");
      var group = words[words.length - 2] + "/" + words[words.length - 1];
      for (var message : file.getMessageTypes()) {
        all.put(group + "." + message.getName(), message);
      }
    }
    return all;
  }

  /** Its number; the names of some differ in case, as {@code uID}, or in dashes. */
  private static String fieldNamed(Descriptor message, String name) {
    var plain = name.replace("-", "").replace("$", "");
    return message.getFields().stream()
        .filter(field -> field.getName().equalsIgnoreCase(plain))
        .map(field -> Integer.toString(field.getNumber()))
        .findFirst()
        .orElse("no such field");
  }

  @Test
  void fields_have_the_numbers_of_the_messages() {
    var messages = messages();
    var compared = 0;
    var wrong = new TreeSet<String>();
    for (var struct : FIELDS.keySet()) {
      if (in(NOT_IN_MESSAGES, struct)) {
        continue;
      }
      var message = messages.get(struct);
      if (message == null) {
        wrong.add(struct + " (upstream: no such message)");
        continue;
      }
      var fields = Tree.object(Tree.at(FIELDS.get(struct), "f"));
      for (var name : fields.keySet()) {
        compared++;
        var number = Tree.number(fields, 0, name, "n");
        var upstream = fieldNamed(message, name);
        if (!upstream.equals(Long.toString(number))) {
          wrong.add(struct + "." + name + " is " + number + " (upstream: " + upstream + ")");
        }
      }
      for (var inlined : Tree.items(Tree.at(FIELDS.get(struct), "i"))) {
        compared++;
        var pair = (List<?>) inlined;
        var number = (Long) pair.get(1);
        var upstream = message.findFieldByNumber(number.intValue());
        var type = pair.getFirst().toString().replaceFirst(".*\\.", "");
        if (upstream == null || !upstream.getMessageType().getName().equals(type)) {
          wrong.add(struct + " holds " + type + " as " + number + " (upstream: not so)");
        }
      }
    }
    assertThat(compared).isGreaterThan(1700);
    assertThat(wrong).isEqualTo(NUMBERS_KNOWN);
  }
}
