package io.syncline.registry;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a registry wants to see: the login itself, or a token that its token service sells for it.
 */
final class Tokens {
  private static final Pattern FIELD = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^,\\s]+))");
  private static final int MAX_ANSWER = 1 << 20;

  private final Web web;

  Tokens(Web web) {
    this.web = web;
  }

  /** The header that a refusal asks for; empty when it asks for nothing we have. */
  Optional<String> answerTo(Web.Answer refusal, OciName name, Access access) {
    for (var challenge : refusal.headers().allValues("WWW-Authenticate")) {
      var scheme = challenge.strip().split("\\s+", 2);
      if (scheme[0].equalsIgnoreCase("Basic") && access.login() instanceof Access.Basic) {
        return Optional.of(Web.authorization(access.login()));
      }
      if (scheme[0].equalsIgnoreCase("Bearer") && scheme.length > 1) {
        return Optional.of("Bearer " + token(scheme[1], refusal, name, access));
      }
    }
    return Optional.empty();
  }

  private String token(String challenge, Web.Answer refusal, OciName name, Access access) {
    var fields = new TreeMap<String, String>();
    var matcher = FIELD.matcher(challenge);
    while (matcher.find()) {
      var quoted = matcher.group(2);
      fields.put(matcher.group(1), quoted != null ? quoted : matcher.group(3));
    }
    var realm = Web.uri(fields.getOrDefault("realm", ""));
    if (refusal.uri().getScheme().equals("https") && !realm.getScheme().equals("https")) {
      throw new RegistryException(
          "registry " + name + " sends logins to " + Web.shown(realm) + " (expected: https)",
          "tell its operators");
    }
    var scope = fields.getOrDefault("scope", "repository:" + name.path() + ":pull");
    var query =
        "service=" + encoded(fields.getOrDefault("service", "")) + "&scope=" + encoded(scope);
    var whole = realm + (realm.getRawQuery() == null ? "?" : "&") + query;
    var request =
        Web.Request.of(URI.create(whole), MAX_ANSWER).authorized(Web.authorization(access.login()));
    var answer = web.get(request, access);
    if (answer.status() != 200) {
      throw Web.refused(answer, "token for " + name);
    }
    return token(answer);
  }

  private static String token(Web.Answer answer) {
    try {
      var body = Json.parseObject(answer.body());
      var token = Tree.text(body, "token");
      var other = token.isEmpty() ? Tree.text(body, "access_token") : token;
      if (!other.isEmpty() && !other.contains("\n")) {
        return other;
      }
    } catch (Json.SyntaxException noJson) {
      // Said below.
    }
    throw new RegistryException(
        "token service " + Web.shown(answer.uri()) + " answered without a token (expected: token)",
        "check the credentials of the repository");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
