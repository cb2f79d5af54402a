package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.automation.Hold;
import io.syncline.lang.sprig.GoDuration;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import io.syncline.server.port.ApplicationDetails;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What Argo CD does not have: why an application is as it is, what a sync would do, and people's
 * say in automation.
 */
public final class AutomationApi {
  private static final String ONE = "/api/v1/applications/{name}";

  private final Applications applications;
  private final ApplicationDetails details;
  private final Clock clock;

  /** The API over {@code applications}. */
  public AutomationApi(Applications applications, ApplicationDetails details, Clock clock) {
    this.applications = applications;
    this.details = details;
    this.clock = clock;
  }

  /** Puts the resource on its paths. */
  public void mount(Routes routes) {
    routes
        .on(HttpMethod.GET, ONE + "/explain", this::explain)
        .on(HttpMethod.POST, ONE + "/plan", this::plan)
        .on(HttpMethod.POST, ONE + "/rollback-git", this::rollBackInGit)
        .on(HttpMethod.POST, ONE + "/adopt", this::adopt)
        .on(HttpMethod.POST, ONE + "/hold", this::hold)
        .on(HttpMethod.DELETE, ONE + "/hold", this::release)
        .on(HttpMethod.POST, ONE + "/confirm-deletion", this::confirmDeletion);
  }

  private Object explain(Call call) {
    var app = stored(call);
    return details
        .explain(app.namespace(), app.name())
        .orElseThrow(() -> Applications.missing(AppName.of(app.manifest())))
        .with("application", app.name())
        .with("sync", Tree.text(app.status(), "sync", "status"))
        .with("health", Tree.text(app.status(), "health", "status"));
  }

  private Object plan(Call call) {
    var app = stored(call);
    // Somebody may want to see what comes after the operation that is under way.
    var idle = new Application(app.manifest().without("operation"));
    var request = call.body().with("dryRun", false);
    // Repositories and rendering may take longer than the server gives other requests.
    call.context().clearRequestTimeout();
    var revisions = AskedRevisions.of(idle, request, details);
    var operation = Operations.sync(idle, request, revisions, call.user());
    try {
      return details.plan(app.namespace(), app.name(), operation);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(String.valueOf(e.getMessage()));
    }
  }

  private Object rollBackInGit(Call call) {
    var app = stored(call);
    call.context().clearRequestTimeout();
    try {
      return details.rollBackInGit(
          app.namespace(), app.name(), call.body().with("user", call.user()));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(String.valueOf(e.getMessage()));
    }
  }

  private Object adopt(Call call) {
    var app = stored(call);
    call.context().clearRequestTimeout();
    try {
      return details.adoptInGit(app.namespace(), app.name(), call.body().with("user", call.user()));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(String.valueOf(e.getMessage()));
    }
  }

  private Object hold(Call call) {
    var app = stored(call);
    var body = call.body();
    var revision = Tree.text(body, "revision");
    if (!revision.isEmpty()
        && (revision.length() < 4
            || !revision.chars().allMatch(c -> Character.digit(c, 16) >= 0))) {
      throw ApiException.invalid(
          "revision \"" + revision + "\" is no commit (expected: at least 4 hexadecimal digits)");
    }
    var hold =
        new Hold(Tree.text(body, "reason"), call.user(), until(Tree.text(body, "until")), revision);
    return ApplicationApi.shown(annotate(app, Hold.ANNOTATION, hold.text()));
  }

  private Optional<Instant> until(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var now = clock.instant();
    var end = GoDuration.parse(text).map(now::plus).or(() -> instant(text));
    if (end.isEmpty() || !end.get().isAfter(now)) {
      throw ApiException.invalid(
          "end \""
              + text
              + "\" is no time to come (expected: a duration such as 2h, or RFC 3339 such as "
              + now.plus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS)
              + ")");
    }
    return end.map(at -> at.truncatedTo(ChronoUnit.SECONDS));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private Object release(Call call) {
    var app = stored(call);
    if (Hold.of(app).isEmpty()) {
      throw ApiException.invalid("application " + app.name() + " is not held");
    }
    return ApplicationApi.shown(annotate(app, Hold.ANNOTATION, null));
  }

  private Object confirmDeletion(Call call) {
    var app = stored(call);
    return ApplicationApi.shown(
        annotate(
            app,
            Annotations.DELETION_APPROVED,
            clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
  }

  private Manifest annotate(
      Application app, String annotation, @org.jspecify.annotations.Nullable String value) {
    var annotations = new ObjectTree.Builder(1).put(annotation, value).build();
    return applications.patch(
        AppName.of(app.manifest()),
        ObjectTree.of("metadata", ObjectTree.of("annotations", annotations)));
  }

  /** Refuses a sync by hand of what is held, unless it says that it means to. */
  static void requireNotHeld(Application app, ObjectTree request, Instant now) {
    var asked = Tree.text(request, "revision");
    var deployed = asked.isEmpty() ? Tree.text(app.status(), "sync", "revision") : asked;
    if (Tree.flag(request, "overrideHold") || Tree.flag(request, "dryRun")) {
      return;
    }
    Hold.of(app)
        .filter(hold -> hold.covers(java.util.List.of(deployed), now))
        .ifPresent(
            hold -> {
              throw ApiException.precondition(hold.refusal(app.name()));
            });
  }

  private Application stored(Call call) {
    return new Application(applications.stored(applications.named(call)));
  }
}
