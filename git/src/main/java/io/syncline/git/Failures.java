package io.syncline.git;

import io.syncline.git.GitException.Code;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.PackInvalidException;
import org.eclipse.jgit.errors.PackMismatchException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.errors.TransportException;
import org.jspecify.annotations.Nullable;

/** JGit's and the JDK's failures as one kind with a code, a message and a hint. */
final class Failures {
  private static final int MAX_CAUSES = 12;

  private Failures() {}

  /** What {@code problem} means for somebody who wanted to {@code doing} the repository. */
  static GitException of(Throwable problem, String url, String doing) {
    if (problem instanceof GitException already) {
      return already;
    }
    if (isInterrupt(problem)) {
      return Shield.interrupted(url, problem);
    }
    var code = code(problem);
    var message = "cannot " + doing + " repository " + url + ": " + reason(problem);
    return new GitException(code, message, hint(code, problem), problem);
  }

  /** Whether {@code problem} says that objects on our own disk are damaged. */
  static boolean isDamage(Throwable problem) {
    return any(problem, Failures::damaged);
  }

  /** Whether {@code problem} is only that this thread was told to stop while it read or waited. */
  private static boolean isInterrupt(Throwable problem) {
    return any(problem, t -> t instanceof ClosedByInterruptException)
        || Thread.currentThread().isInterrupted()
            && any(
                problem,
                t -> t instanceof InterruptedIOException && !(t instanceof SocketTimeoutException));
  }

  /** Whether {@code problem} says that the server has not, or no more, a reference asked for. */
  static boolean isMissingReference(Throwable problem) {
    return allText(problem).contains("available for fetch");
  }

  private static boolean isDiskFull(Throwable problem) {
    var text = allText(problem);
    return text.contains("no space left")
        || text.contains("quota exceeded")
        || text.contains("file too large");
  }

  private static boolean damaged(Throwable t) {
    return t instanceof MissingObjectException
        || t instanceof CorruptObjectException
        || t instanceof PackInvalidException
        || t instanceof PackMismatchException;
  }

  private static Code code(Throwable problem) {
    if (isDiskFull(problem)) {
      return Code.FAILED;
    }
    if (any(problem, t -> t instanceof NoRemoteRepositoryException)
        || any(problem, t -> t instanceof RepositoryNotFoundException)) {
      return Code.NOT_FOUND;
    }
    if (any(problem, t -> t instanceof SocketTimeoutException)
        || any(problem, t -> t instanceof InterruptedIOException)) {
      return Code.TIMEOUT;
    }
    if (any(problem, Failures::isNoConnection)) {
      return Code.UNREACHABLE;
    }
    if (isDamage(problem)) {
      return Code.CORRUPT;
    }
    if (any(problem, t -> t instanceof NotSupportedException)) {
      return Code.REFUSED_URL;
    }
    return byText(problem);
  }

  private static boolean isNoConnection(Throwable t) {
    return t instanceof UnknownHostException
        || t instanceof ConnectException
        || t instanceof NoRouteToHostException
        || t instanceof SSLException;
  }

  /** JGit tells these apart only in words. */
  private static Code byText(Throwable problem) {
    var text = allText(problem);
    if (text.contains("host key") || text.contains("server key")) {
      return Code.UNREACHABLE;
    }
    for (var words :
        new String[] {
          "not authorized",
          "authentication is required",
          "not permitted",
          "auth fail",
          "cannot log in",
          "no more authentication methods",
          "authentication not supported",
          "permission denied",
          "403"
        }) {
      if (text.contains(words)) {
        return Code.AUTH;
      }
    }
    if (text.contains("not found") || text.contains("does not appear to be a git repository")) {
      return Code.NOT_FOUND;
    }
    if (text.contains("timed out") || text.contains("timeout")) {
      return Code.TIMEOUT;
    }
    return any(problem, t -> t instanceof TransportException) ? Code.UNREACHABLE : Code.FAILED;
  }

  private static String hint(Code code, Throwable problem) {
    return switch (code) {
      case AUTH -> "check the repository's credentials: user and token over https, key over ssh";
      case NOT_FOUND -> "check the URL; servers also say this when the credentials do not reach it";
      case UNREACHABLE ->
          allText(problem).contains("key")
              ? "add the server's host key to the known hosts"
              : "check host name, port, proxy and certificates from this machine";
      case TIMEOUT ->
          "the server is slow or a firewall drops the traffic: try again or raise the timeout";
      case CORRUPT -> "run git fsck in the repository";
      case REFUSED_URL -> "correct the repository's URL";
      case UNKNOWN_REVISION -> "check the revision";
      case REJECTED -> "read the server's message";
      case CONTENDED -> "try again";
      case INTERRUPTED -> "try again";
      case FAILED ->
          isDiskFull(problem)
              ? "free space on the disk that holds the mirrors; what was fetched before is still there"
              : "see the cause in the log";
    };
  }

  /** The innermost message: JGit wraps it in ones that repeat the URL. */
  private static String reason(Throwable problem) {
    var best = problem.getMessage();
    var here = problem;
    for (var i = 0; i < MAX_CAUSES && here.getCause() != null; i++) {
      here = here.getCause();
      if (here.getMessage() != null && !(here instanceof java.util.concurrent.ExecutionException)) {
        best =
            here instanceof UnknownHostException
                ? "unknown host " + here.getMessage()
                : here.getMessage();
      }
    }
    return best == null ? problem.getClass().getSimpleName() : best;
  }

  private static String allText(Throwable problem) {
    var text = new StringBuilder();
    any(
        problem,
        t -> {
          text.append(t.getMessage()).append('\n');
          return false;
        });
    return text.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean any(Throwable problem, java.util.function.Predicate<Throwable> test) {
    @Nullable Throwable here = problem;
    for (var i = 0; i < MAX_CAUSES && here != null; i++) {
      if (test.test(here)) {
        return true;
      }
      here = here.getCause();
    }
    return false;
  }
}
