package io.syncline.localkube.rest;

import io.syncline.localkube.api.LocalApi.Propagation;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.write.DeleteOptions;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.localkube.write.WriteOptions.FieldValidation;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what a client says beside the object: query parameters and delete options. */
final class Options {
  private static final int LONGEST_MANAGER = 128;

  private Options() {}

  static WriteOptions write(Request request, List<String> warnings) {
    var causes = new ArrayList<Cause>();
    checkDryRun(request.parameters("dryRun"), causes);
    var kind =
        switch (request.method()) {
          case "POST" -> "CreateOptions";
          case "PUT" -> "UpdateOptions";
          default -> "PatchOptions";
        };
    if (kind.equals("PatchOptions")) {
      checkForce(request, causes);
    }
    checkManager(request.parameter("fieldManager"), causes);
    var validation = validation(request.parameter("fieldValidation"), causes);
    refuse(kind, causes);
    return new WriteOptions(
        manager(request),
        !request.parameters("dryRun").isEmpty(),
        validation,
        request.flag("force"),
        warning -> {
          if (!warnings.contains(warning)) {
            warnings.add(warning);
          }
        },
        List.of(),
        request.caller().approval());
  }

  private static void refuse(String kind, List<Cause> causes) {
    if (!causes.isEmpty()) {
      throw Refusal.invalid(kind, "meta.k8s.io", "", causes);
    }
  }

  private static void checkForce(Request request, List<Cause> causes) {
    if (Patches.isApply(request)) {
      if (request.parameter("fieldManager").isEmpty()) {
        causes.add(Cause.required("fieldManager", "is required for apply patch"));
      }
    } else if (!request.parameters("force").isEmpty()) {
      causes.add(Cause.forbidden("force", "may not be specified for non-apply patch"));
    }
  }

  private static void checkManager(String manager, List<Cause> causes) {
    if (manager.getBytes(StandardCharsets.UTF_8).length > LONGEST_MANAGER) {
      causes.add(
          new Cause(
              "FieldValueTooLong",
              "Too long: may not be more than " + LONGEST_MANAGER + " bytes",
              "fieldManager"));
    }
    for (var i = 0; i < manager.length(); i++) {
      var c = manager.codePointAt(i);
      if (!printable(c)) {
        causes.add(
            Cause.invalid(
                "fieldManager",
                manager,
                "invalid character U+%04X (at position %d)".formatted(c, i)));
        return;
      }
    }
  }

  private static boolean printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  private static String manager(Request request) {
    var given = request.parameter("fieldManager");
    if (!given.isEmpty()) {
      return given;
    }
    var agent = request.header("user-agent");
    var slash = agent.indexOf('/');
    var name = new StringBuilder();
    (slash < 0 ? agent : agent.substring(0, slash))
        .codePoints()
        .filter(Options::printable)
        .limit(LONGEST_MANAGER)
        .forEach(name::appendCodePoint);
    return name.toString().isBlank() ? "unknown" : name.toString();
  }

  private static void checkDryRun(List<String> given, List<Cause> causes) {
    if (!given.stream().allMatch("All"::equals)) {
      var shown =
          given.stream().map(Cause::quoted).collect(Collectors.joining(", ", "[]string{", "}"));
      causes.add(
          new Cause(
              "FieldValueNotSupported",
              "Unsupported value: " + shown + ": supported values: \"All\"",
              "dryRun"));
    }
  }

  private static FieldValidation validation(String given, List<Cause> causes) {
    return switch (given) {
      case "", "Warn" -> FieldValidation.WARN;
      case "Strict" -> FieldValidation.STRICT;
      case "Ignore" -> FieldValidation.IGNORE;
      default -> {
        causes.add(
            Cause.unsupported("fieldValidation", given, List.of("", "Ignore", "Strict", "Warn")));
        yield FieldValidation.WARN;
      }
    };
  }

  /** What a body says counts alone; the query speaks only where there is no body. */
  static DeleteOptions delete(Request request) {
    return request.body().length == 0
        ? delete(request, ObjectTree.EMPTY)
        : delete(Request.BARE, typed(Bodies.object(request, "DeleteOptions")));
  }

  private static ObjectTree typed(ObjectTree body) {
    var kind = Tree.text(body, "kind");
    if (!kind.isEmpty() && !kind.equals("DeleteOptions")) {
      throw Refusal.badRequest(
          "no kind \""
              + kind
              + "\" is registered for version \""
              + Tree.text(body, "apiVersion")
              + "\" in a delete (expected: DeleteOptions)");
    }
    for (var field : List.of("gracePeriodSeconds", "orphanDependents", "propagationPolicy")) {
      var value = body.get(field);
      var fits =
          switch (field) {
            case "gracePeriodSeconds" -> value == null || value instanceof Long;
            case "orphanDependents" -> value == null || value instanceof Boolean;
            default -> value == null || value instanceof String;
          };
      if (value != null && !fits) {
        throw Refusal.badRequest(
            "json: cannot unmarshal "
                + Bodies.name(value)
                + " into Go struct field DeleteOptions."
                + field
                + " of type "
                + (field.startsWith("g") ? "int64" : field.startsWith("o") ? "bool" : "string"));
      }
    }
    return body;
  }

  static DeleteOptions delete(Request request, ObjectTree body) {
    var named = Tree.text(body, "propagationPolicy");
    var propagation = named.isEmpty() ? request.parameter("propagationPolicy") : named;
    var orphan =
        body.get("orphanDependents") instanceof Boolean said
            ? Optional.of(said)
            : request.parameter("orphanDependents").isEmpty()
                ? Optional.<Boolean>empty()
                : Optional.of(request.flag("orphanDependents"));
    var grace =
        body.get("gracePeriodSeconds") instanceof Long seconds
            ? Optional.of(seconds)
            : request.number("gracePeriodSeconds");
    var dryRun =
        body.isEmpty()
            ? request.parameters("dryRun")
            : Tree.items(body.get("dryRun")).stream().map(String::valueOf).toList();
    var causes = new ArrayList<Cause>();
    var policy = propagation(propagation, orphan.isPresent(), causes);
    checkDryRun(dryRun, causes);
    refuse("DeleteOptions", causes);
    return new DeleteOptions(
        policy.isEmpty()
            ? orphan.map(yes -> yes ? Propagation.ORPHAN : Propagation.BACKGROUND)
            : policy,
        grace.map(seconds -> seconds < 0 ? 1L : seconds),
        Tree.string(Tree.at(body, "preconditions", "uid")),
        Tree.string(Tree.at(body, "preconditions", "resourceVersion")),
        !dryRun.isEmpty());
  }

  private static Optional<Propagation> propagation(
      String name, boolean orphanGiven, List<Cause> causes) {
    if (!name.isEmpty() && orphanGiven) {
      causes.add(
          Cause.invalid(
              "propagationPolicy",
              name,
              "orphanDependents and deletionPropagation cannot be both set"));
    }
    return switch (name) {
      case "" -> Optional.empty();
      case "Background" -> Optional.of(Propagation.BACKGROUND);
      case "Foreground" -> Optional.of(Propagation.FOREGROUND);
      case "Orphan" -> Optional.of(Propagation.ORPHAN);
      default -> {
        causes.add(
            Cause.unsupported(
                "propagationPolicy", name, List.of("Foreground", "Background", "Orphan", "nil")));
        yield Optional.empty();
      }
    };
  }
}
