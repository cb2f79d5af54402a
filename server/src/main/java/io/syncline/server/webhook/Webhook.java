package io.syncline.server.webhook;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code POST /api/webhook}: looks at the header to know the host, checks the secret, passes the
 * push on.
 */
public final class Webhook {
  private final Function<String, Optional<String>> secrets;
  private final Consumer<Push> pushes;

  /**
   * A webhook endpoint.
   *
   * @param secrets value of a key of {@code argocd-secret}, such as {@code webhook.github.secret}
   * @param pushes told of every push; must return at once
   */
  public Webhook(Function<String, Optional<String>> secrets, Consumer<Push> pushes) {
    this.secrets = secrets;
    this.pushes = pushes;
  }

  /** Puts the endpoint on its path. */
  public void mount(Routes routes) {
    routes.open(HttpMethod.POST, "/api/webhook", this::receive);
  }

  private Object receive(Call call) {
    var gogs = call.header("x-gogs-event");
    var github = call.header("x-github-event").or(() -> gogs);
    if (github.isPresent()) {
      // Gitea speaks both languages at once: whichever secret is configured must fit.
      var fits =
          (gogs.isEmpty() || signed(call, "webhook.gogs.secret", "", "x-gogs-signature"))
              && (call.header("x-github-event").isEmpty()
                  || signed(call, "webhook.github.secret", "sha256=", "x-hub-signature-256"));
      if (!fits) {
        return text(
            HttpStatus.BAD_REQUEST, "Webhook processing failed: signature does not match\n");
      }
      return github.get().equals("push")
          ? pass(Push.github(call.body()))
          : text(HttpStatus.OK, "event " + github.get() + " ignored\n");
    }
    var gitlab = call.header("x-gitlab-event");
    if (gitlab.isPresent()) {
      var secret = secrets.apply("webhook.gitlab.secret");
      if (secret.isPresent() && !equal(secret.get(), call.header("x-gitlab-token").orElse(""))) {
        return text(HttpStatus.BAD_REQUEST, "Webhook processing failed: token does not match\n");
      }
      return gitlab.get().equals("Push Hook") || gitlab.get().equals("Tag Push Hook")
          ? pass(Push.gitlab(call.body()))
          : text(HttpStatus.OK, "event " + gitlab.get() + " ignored\n");
    }
    return text(HttpStatus.BAD_REQUEST, "Unknown webhook event\n");
  }

  private HttpResponse pass(Optional<Push> push) {
    if (push.isEmpty()) {
      return text(
          HttpStatus.BAD_REQUEST, "Webhook processing failed: payload names no repository\n");
    }
    pushes.accept(push.get());
    return text(HttpStatus.OK, "");
  }

  private boolean signed(Call call, String key, String prefix, String header) {
    var secret = secrets.apply(key);
    if (secret.isEmpty()) {
      return true;
    }
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.get().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      var wanted = prefix + HexFormat.of().formatHex(mac.doFinal(call.request().content().array()));
      return equal(wanted, call.header(header).orElse(""));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 belongs to every JDK", e);
    }
  }

  private static boolean equal(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpResponse text(HttpStatus status, String text) {
    return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, text);
  }
}
