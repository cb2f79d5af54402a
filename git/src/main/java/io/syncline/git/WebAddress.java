package io.syncline.git;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of a repository as a Git host shows it in its pages and tells it in webhooks. An
 * application may write the same repository in many other ways: over SSH, in scp form, with a user,
 * another port, or {@code .git} behind it.
 */
public final class WebAddress {
  private static final String USER = "[\\w.][\\w.-]{0,30}[\\w.$-]?@";
  private static final String OCI = "oci://";

  private final Pattern written;

  private WebAddress(Pattern written) {
    this.written = written;
  }

  /** Reads {@code url}; empty when it is no URL with a host and a path. */
  public static Optional<WebAddress> of(String url) {
    try {
      var uri = new URI(url);
      var path = Optional.ofNullable(uri.getRawPath()).orElse("");
      if (uri.getHost() == null || path.length() < 2) {
        return Optional.empty();
      }
      var end = path.endsWith(".git") ? path.length() - ".git".length() : path.length();
      return Optional.of(
          new WebAddress(
              Pattern.compile(
                  "((https?|ssh)://)?("
                      + USER
                      + ")?((alt)?ssh\\.)?"
                      + Pattern.quote(uri.getHost())
                      + "(:\\d+)?[:/]"
                      + Pattern.quote(path.substring(1, end))
                      + "(\\.git)?",
                  Pattern.CASE_INSENSITIVE)));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Whether {@code repoUrl} is a way to write the same repository. */
  public boolean means(String repoUrl) {
    return written.matcher(repoUrl).matches();
  }

  /** Whether {@code told}, an address out of a webhook, and {@code repoUrl} mean the same. */
  public static boolean same(String told, String repoUrl) {
    return GitUrl.same(told, repoUrl) || of(told).filter(a -> a.means(repoUrl)).isPresent();
  }

  /** An OCI repository without its scheme and closing slash, in lower case. */
  public static String image(String url) {
    var text = url.startsWith(OCI) ? url.substring(OCI.length()) : url;
    var end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    return text.substring(0, end).toLowerCase(Locale.ROOT);
  }
}
