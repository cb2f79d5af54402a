package io.syncline.engine.conformance;

import io.syncline.engine.access.AccessRequest;
import io.syncline.engine.access.Caller;
import io.syncline.engine.access.KnownRights;
import io.syncline.engine.access.Policy;
import io.syncline.engine.access.Rbac;
import io.syncline.engine.glob.Patterns;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RbacConformanceTest {
  @Test
  void allows_what_argo_cd_allows() {
    Corpus.find("rbac")
        .ifPresent(
            cases -> {
              cases.group("enforce", RbacConformanceTest::enforce);
              cases.group("can", RbacConformanceTest::can);
              cases.group("policy-validation", RbacConformanceTest::valid);
              cases.group("policy-assembly", RbacConformanceTest::assembled);
              cases.group("glob-match", RbacConformanceTest::matches);
              cases.group("resource-action-valid", RbacConformanceTest::known);
              cases.finish();
            });
  }

  private static Policy policy(@Nullable Object text) {
    return switch (text) {
      case null -> Policy.EMPTY;
      case String csv -> Policy.parse(csv);
      default -> Rbac.BUILT_IN;
    };
  }

  private static String enforce(ObjectTree one) {
    var expected = Tree.object(one.get("expected"));
    var state = Tree.object(one.get("state"));
    if (!expected.containsKey("allowed")) {
      return refused(state, Tree.object(one.get("request")), Tree.text(expected, "errorEquals"));
    }
    if (Tree.text(state, "claimsEnforcer").equals("allow-all")) {
      return "callbacks in place of a policy are not offered";
    }
    var allowed = allowed(state, Tree.object(one.get("request")));
    return allowed == Tree.flag(expected, "allowed")
        ? ""
        : "expected " + expected + ", got " + allowed;
  }

  private static String refused(ObjectTree state, ObjectTree request, String expected) {
    if (allowed(state, request)) {
      return "expected a refusal";
    }
    var caller =
        request.get("claims") instanceof ObjectTree
            ? Optional.of(caller(request, List.of()))
            : Optional.<Caller>empty();
    var text = "rpc error: code = PermissionDenied desc = " + request(request).refusal(caller);
    return text.equals(expected) ? "" : "expected " + expected + ", got " + text;
  }

  private static String matches(ObjectTree one) {
    var arguments = Tree.items(one.get("args"));
    var got =
        Patterns.matches(String.valueOf(arguments.get(1)), String.valueOf(arguments.getFirst()));
    return got == Tree.flag(one, "expected") ? "" : "got " + got;
  }

  private static String known(ObjectTree one) {
    var got = KnownRights.exists(Tree.text(one, "resource"), Tree.text(one, "action"));
    return got == Tree.flag(one, "expected", "valid") ? "" : "got " + got;
  }

  private static boolean allowed(ObjectTree state, ObjectTree request) {
    if (Boolean.FALSE.equals(state.get("enforceEnabled"))) {
      return true;
    }
    var settings = new HashMap<String, String>();
    Tree.object(state.get("configMap")).forEach((k, v) -> settings.put(k, String.valueOf(v)));
    var policy = policy(state.get("builtinPolicy"));
    try {
      policy =
          policy.and(policy(state.get("userPolicy"))).and(Policy.parse(Policy.assemble(settings)));
      policy = policy.and(policy(state.get("runtimePolicy")));
    } catch (Policy.PolicyException _) {
      // The policy of the request alone is broken; the rest stays in force.
    }
    var projects = Tree.items(state.get("projects"));
    var rbac =
        new Rbac(
            policy,
            settings.getOrDefault("policy.default", Tree.text(state, "defaultRole")),
            Rbac.MatchMode.parse(
                settings.getOrDefault("policy.matchMode", Tree.text(state, "matchMode"))),
            name ->
                projects.stream()
                    .map(p -> new Project(new Manifest(Tree.object(p))))
                    .filter(p -> p.name().equals(name))
                    .findFirst());
    return rbac.allows(caller(request, Tree.items(state.get("scopes"))), request(request));
  }

  private static AccessRequest request(ObjectTree request) {
    return new AccessRequest(
        Tree.text(request, "resource"), Tree.text(request, "action"), Tree.text(request, "object"));
  }

  private static Caller caller(ObjectTree request, List<Object> scopes) {
    if (!(request.get("claims") instanceof ObjectTree claims)) {
      return Caller.named(Tree.text(request, "subject"));
    }
    var federated = Tree.text(claims, "federated_claims", "user_id");
    return new Caller(
        federated.isEmpty() ? Tree.text(claims, "sub") : federated,
        (scopes.isEmpty() ? List.<Object>of("groups") : scopes)
            .stream().flatMap(scope -> groups(claims.get(scope))).toList(),
        Tree.text(claims, "jti"),
        Tree.number(claims, 0, "iat"));
  }

  private static Stream<String> groups(@Nullable Object claim) {
    return claim instanceof String one
        ? Stream.of(one)
        : Tree.items(claim).stream().map(String::valueOf);
  }

  private static String can(ObjectTree one) {
    var resource = Tree.text(one, "resource");
    var object = Tree.text(one, "object");
    var plural = resource.endsWith("s") || resource.equals("exec") ? resource : resource + "s";
    var scoped = plural.startsWith("application") || plural.equals("logs") || plural.equals("exec");
    var whole = scoped && (object.isEmpty() || object.equals("*")) ? "*/*" : object;
    var rbac =
        new Rbac(
            policy(one.get("builtinPolicy")).and(policy(one.get("userPolicy"))),
            Tree.text(one, "defaultRole"),
            Rbac.MatchMode.parse(Tree.text(one, "matchMode")),
            _ -> Optional.empty());
    var allowed =
        rbac.allows(
            Caller.named(Tree.text(one, "subject")),
            new AccessRequest(plural, Tree.text(one, "action"), whole));
    return allowed == Tree.flag(one, "expected", "allowed") ? "" : "got " + allowed;
  }

  private static String valid(ObjectTree one) {
    var valid = true;
    try {
      Policy.parse(Tree.text(one, "policy"));
    } catch (Policy.PolicyException _) {
      valid = false;
    }
    return valid == Tree.flag(one, "expected", "valid") ? "" : "got valid: " + valid;
  }

  private static String assembled(ObjectTree one) {
    var settings = new HashMap<String, String>();
    Tree.object(one.get("data")).forEach((k, v) -> settings.put(k, String.valueOf(v)));
    var text = Policy.assemble(settings);
    var expected = Tree.object(one.get("expected"));
    var lines = Tree.items(expected.get("lines"));
    var right =
        text.startsWith(Tree.text(expected, "startsWith"))
            && Tree.items(expected.get("contains")).stream()
                .allMatch(p -> text.contains(p.toString()))
            && (lines.isEmpty() || text.lines().toList().equals(lines));
    return right ? "" : "got " + text;
  }
}
