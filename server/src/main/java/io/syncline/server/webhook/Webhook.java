package io.syncline.server.webhook;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * {@code POST /api/webhook}: looks at the header to know the host, checks the secret, passes the
 * push on.
 */
public final class Webhook {
  /** How large a payload may be where nothing else is configured. */
  public static final long DEFAULT_LIMIT = 50L << 20;

  private static final Set<String> GITLAB = Set.of("Push Hook", "Tag Push Hook", "System Hook");
  private static final Set<String> GITLAB_SYSTEM = Set.of("push", "tag_push");

  private final Signatures signatures;
  private final LongSupplier limit;
  private final Consumer<Push> pushes;

  /**
   * A webhook endpoint.
   *
   * @param secrets value of a key of {@code argocd-secret}, such as {@code webhook.github.secret}
   * @param pushes told of every push; must return at once
   */
  public Webhook(Function<String, Optional<String>> secrets, Consumer<Push> pushes) {
    this(secrets, () -> DEFAULT_LIMIT, pushes);
  }

  /**
   * A webhook endpoint that takes no larger payloads.
   *
   * @param secrets value of a key of {@code argocd-secret}, such as {@code webhook.github.secret}
   * @param limit most bytes of a payload, asked for every one
   * @param pushes told of every push; must return at once
   */
  public Webhook(
      Function<String, Optional<String>> secrets, LongSupplier limit, Consumer<Push> pushes) {
    this.signatures = new Signatures(secrets);
    this.limit = limit;
    this.pushes = pushes;
  }

  /** Puts the endpoint on its path. */
  public void mount(Routes routes) {
    routes.open(HttpMethod.POST, "/api/webhook", this::receive);
    routes.open(
        HttpMethod.GET,
        "/api/webhook",
        _ -> text(HttpStatus.METHOD_NOT_ALLOWED, "Webhook processing failed\n"));
  }

  private Object receive(Call call) {
    var most = limit.getAsLong();
    if (call.request().content().length() > most) {
      return refused("payload is larger than " + most + " bytes");
    }
    if (call.header("x-vss-activityid").isPresent()) {
      return azure(call);
    }
    var gogs = call.header("x-gogs-event");
    var github = call.header("x-github-event").or(() -> gogs);
    if (github.isPresent()) {
      return github(call, github.get());
    }
    var gitlab = call.header("x-gitlab-event");
    if (gitlab.isPresent()) {
      return gitlab(call, gitlab.get());
    }
    if (call.header("x-hook-uuid").isPresent()) {
      return bitbucket(call, call.header("x-event-key").orElse(""));
    }
    var event = call.header("x-event-key");
    if (event.isPresent()) {
      return bitbucketServer(call, event.get());
    }
    return call.header("authorization").isPresent()
        ? harbor(call)
        : text(HttpStatus.BAD_REQUEST, "Unknown webhook event\n");
  }

  private HttpResponse azure(Call call) {
    if (!signatures.basic(call, "webhook.azuredevops.username", "webhook.azuredevops.password")) {
      return refused("user or password does not match");
    }
    var event = Tree.text(call.body(), "eventType");
    return event.equals("git.push") ? pass(Payloads.azure(call.body())) : ignored(event);
  }

  private HttpResponse github(Call call, String event) {
    var gogs = call.header("x-gogs-event").isPresent();
    // Gitea speaks both languages at once: whichever secret is configured must fit.
    var fits =
        (!gogs || signatures.signed(call, "webhook.gogs.secret", "", "x-gogs-signature"))
            && (call.header("x-github-event").isEmpty()
                || signatures.signed(
                    call, "webhook.github.secret", "sha256=", "x-hub-signature-256"));
    if (!fits) {
      return refused("signature does not match");
    }
    return switch (event) {
      case "push" -> pass(Payloads.github(call.body()));
      case "package" -> image(Payloads.githubPackage(call.body()), event);
      default -> ignored(event);
    };
  }

  private HttpResponse gitlab(Call call, String event) {
    if (!signatures.carried(call, "webhook.gitlab.secret", "x-gitlab-token")) {
      return refused("token does not match");
    }
    var told =
        GITLAB.contains(event)
            && (!event.equals("System Hook")
                || GITLAB_SYSTEM.contains(Tree.text(call.body(), "event_name")));
    return told ? pass(Payloads.gitlab(call.body())) : ignored(event);
  }

  private HttpResponse bitbucket(Call call, String event) {
    if (!signatures.carried(call, "webhook.bitbucket.uuid", "x-hook-uuid")) {
      return refused("uuid does not match");
    }
    return event.equals("repo:push") ? pass(Payloads.bitbucket(call.body())) : ignored(event);
  }

  private HttpResponse bitbucketServer(Call call, String event) {
    // A ping comes without a body, so there is nothing it could be signed over.
    if (event.equals("diagnostics:ping")) {
      return ignored(event);
    }
    if (!signatures.signed(call, "webhook.bitbucketserver.secret", "sha256=", "x-hub-signature")) {
      return refused("signature does not match");
    }
    return event.equals("repo:refs_changed")
        ? pass(Payloads.bitbucketServer(call.body()))
        : ignored(event);
  }

  private HttpResponse harbor(Call call) {
    var body = call.body();
    if (!(body.get("event_data") instanceof ObjectTree)) {
      return text(HttpStatus.BAD_REQUEST, "Unknown webhook event\n");
    }
    if (!signatures.carried(call, "webhook.harbor.secret", "authorization")) {
      return refused("authorization does not match");
    }
    return image(Payloads.harbor(body), Tree.text(body, "type"));
  }

  private HttpResponse image(Optional<Push> push, String event) {
    return push.isEmpty() ? ignored(event) : pass(push);
  }

  private HttpResponse pass(Optional<Push> push) {
    if (push.isEmpty()) {
      return refused("payload names no repository");
    }
    pushes.accept(push.get());
    return text(HttpStatus.OK, "");
  }

  private static HttpResponse ignored(String event) {
    return text(HttpStatus.OK, "event " + event + " ignored\n");
  }

  private static HttpResponse refused(String why) {
    return text(HttpStatus.BAD_REQUEST, "Webhook processing failed: " + why + "\n");
  }

  private static HttpResponse text(HttpStatus status, String text) {
    return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, text);
  }
}
