package io.syncline.localkube.rest;

import io.syncline.localkube.api.LocalApi.Propagation;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.write.DeleteOptions;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.localkube.write.WriteOptions.FieldValidation;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;

/** Reads what a client says beside the object: query parameters and delete options. */
final class Options {
  private static final int LONGEST_MANAGER = 128;

  private Options() {}

  static WriteOptions write(Request request, List<String> warnings) {
    return new WriteOptions(
        manager(request),
        dryRun(request),
        validation(request),
        request.flag("force"),
        warnings::add);
  }

  private static String manager(Request request) {
    var given = request.parameter("fieldManager");
    if (!given.isEmpty()) {
      return given;
    }
    var agent = request.header("user-agent");
    var slash = agent.indexOf('/');
    var name = slash < 0 ? agent : agent.substring(0, slash);
    var cut = name.length() > LONGEST_MANAGER ? name.substring(0, LONGEST_MANAGER) : name;
    return cut.isBlank() ? "unknown" : cut;
  }

  static boolean dryRun(Request request) {
    var given = request.parameter("dryRun");
    if (!given.isEmpty() && !given.equals("All")) {
      throw Refusal.invalid(
          "PatchOptions",
          "meta.k8s.io",
          "",
          List.of(Cause.unsupported("dryRun", given, List.of("All"))));
    }
    return !given.isEmpty();
  }

  private static FieldValidation validation(Request request) {
    return switch (request.parameter("fieldValidation")) {
      case "", "Warn" -> FieldValidation.WARN;
      case "Strict" -> FieldValidation.STRICT;
      case "Ignore" -> FieldValidation.IGNORE;
      default ->
          throw Refusal.invalid(
              "CreateOptions",
              "meta.k8s.io",
              "",
              List.of(
                  Cause.unsupported(
                      "fieldValidation",
                      request.parameter("fieldValidation"),
                      List.of("Ignore", "Warn", "Strict"))));
    };
  }

  static DeleteOptions delete(Request request) {
    var body = request.body().length == 0 ? ObjectTree.EMPTY : Bodies.object(request);
    return delete(request, body);
  }

  static DeleteOptions delete(Request request, ObjectTree body) {
    var named = Tree.text(body, "propagationPolicy");
    var propagation = named.isEmpty() ? request.parameter("propagationPolicy") : named;
    var orphan = body.get("orphanDependents");
    var grace =
        body.get("gracePeriodSeconds") instanceof Number seconds
            ? Optional.of(seconds.longValue())
            : request.number("gracePeriodSeconds");
    return new DeleteOptions(
        propagation.isEmpty() && orphan instanceof Boolean yes
            ? Optional.of(yes ? Propagation.ORPHAN : Propagation.BACKGROUND)
            : propagation(propagation),
        grace,
        Tree.string(Tree.at(body, "preconditions", "uid")),
        Tree.string(Tree.at(body, "preconditions", "resourceVersion")),
        dryRun(request) || Tree.items(body.get("dryRun")).contains("All"));
  }

  private static Optional<Propagation> propagation(String name) {
    return switch (name) {
      case "" -> Optional.empty();
      case "Background" -> Optional.of(Propagation.BACKGROUND);
      case "Foreground" -> Optional.of(Propagation.FOREGROUND);
      case "Orphan" -> Optional.of(Propagation.ORPHAN);
      default ->
          throw Refusal.invalid(
              "DeleteOptions",
              "meta.k8s.io",
              "",
              List.of(
                  Cause.unsupported(
                      "propagationPolicy", name, List.of("Foreground", "Background", "Orphan"))));
    };
  }
}
