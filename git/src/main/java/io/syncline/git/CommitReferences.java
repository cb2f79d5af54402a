package io.syncline.git;

import io.syncline.model.tree.Json;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The commit of another repository that a hydrated commit was made from, as trailers of its message
 * tell it ({@code Argocd-reference-commit-…}).
 *
 * @param reference what the trailers say; empty when there is none
 * @param rest the message without the trailers that were understood, each line ended
 */
public record CommitReferences(Optional<Reference> reference, String rest) {
  private static final String PREFIX = "Argocd-reference-commit-";
  private static final Pattern ADDRESS =
      Pattern.compile("\\s*(.*?)\\s*<([^<>@\\s]+@[^<>\\s]+)>\\s*");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{5,40}");

  /** One commit; "" for what the trailers do not say. */
  public record Reference(
      String sha,
      String repoUrl,
      String authorName,
      String authorAddress,
      String date,
      String subject,
      String body) {
    static final Reference NONE = new Reference("", "", "", "", "", "", "");
  }

  /**
   * Reads the trailers of {@code message}; a trailer with an unusable value is an ordinary line.
   */
  public static CommitReferences in(String message) {
    var rest = new StringBuilder();
    var found = Reference.NONE;
    for (var line : message.lines().toList()) {
      var colon = line.indexOf(": ");
      var next =
          line.startsWith(PREFIX) && colon > 0
              ? with(found, line.substring(PREFIX.length(), colon), line.substring(colon + 2))
              : Optional.<Reference>empty();
      if (next.isPresent()) {
        found = next.get();
      } else {
        rest.append(line).append('\n');
      }
    }
    return new CommitReferences(
        found.equals(Reference.NONE) ? Optional.empty() : Optional.of(found), rest.toString());
  }

  private static Optional<Reference> with(Reference r, String key, String value) {
    return switch (key) {
      case "sha" ->
          ID.matcher(value).matches()
              ? Optional.of(
                  new Reference(
                      value, r.repoUrl, r.authorName, r.authorAddress, r.date, r.subject, r.body))
              : Optional.empty();
      case "repourl" ->
          isUrl(value)
              ? Optional.of(
                  new Reference(
                      r.sha, value, r.authorName, r.authorAddress, r.date, r.subject, r.body))
              : Optional.empty();
      case "author" -> {
        var address = ADDRESS.matcher(value);
        yield address.matches()
            ? Optional.of(
                new Reference(
                    r.sha,
                    r.repoUrl,
                    unquoted(address.group(1)),
                    address.group(2),
                    r.date,
                    r.subject,
                    r.body))
            : Optional.empty();
      }
      case "date" ->
          isDate(value)
              ? Optional.of(
                  new Reference(
                      r.sha, r.repoUrl, r.authorName, r.authorAddress, value, r.subject, r.body))
              : Optional.empty();
      case "subject" ->
          Optional.of(
              new Reference(
                  r.sha, r.repoUrl, r.authorName, r.authorAddress, r.date, value, r.body));
      case "body" ->
          text(value)
              .map(
                  body ->
                      new Reference(
                          r.sha,
                          r.repoUrl,
                          r.authorName,
                          r.authorAddress,
                          r.date,
                          r.subject,
                          body));
      default -> Optional.empty();
    };
  }

  private static String unquoted(String name) {
    return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
        ? name.substring(1, name.length() - 1)
        : name;
  }

  private static boolean isUrl(String text) {
    try {
      return !URI.create(text).toString().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      return OffsetDateTime.parse(text).getYear() > 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** A body has several lines; its trailer holds it as a JSON string. */
  private static Optional<String> text(String json) {
    try {
      return Json.parse(json) instanceof String body ? Optional.of(body) : Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
