package io.syncline.git;

import java.util.Optional;
import java.util.regex.Pattern;

/** From a revision as a user writes it to a commit id. */
public final class RevisionResolver {
  private static final Pattern FULL = Pattern.compile("[0-9a-fA-F]{40}");
  private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-fA-F]{7,}");
  private static final String TAG = "refs/tags/";

  private final VersionRanges versions;

  /** Resolves with {@code versions}' idea of a version range. */
  public RevisionResolver(VersionRanges versions) {
    this.versions = versions;
  }

  /** Whether {@code text} is a full commit id. */
  public static boolean isCommitId(String text) {
    return FULL.matcher(text).matches();
  }

  /** Whether {@code text} could be a shortened commit id: seven hex digits or more. */
  public static boolean isAbbreviatedCommitId(String text) {
    return ABBREVIATED.matcher(text).matches();
  }

  /** Whether {@code revision} is a short name, not a full one such as {@code refs/heads/main}. */
  public static boolean isShortRef(String revision) {
    return !revision.startsWith("refs/");
  }

  /**
   * The commit {@code revision} means in {@code refs}: a commit id is itself; a version range the
   * highest tag inside it; else a branch, a tag or a full name; else seven or more hex digits as
   * they are, to be completed by the objects.
   *
   * @param revision empty means {@code HEAD}
   * @param tagPrefix only tags with this beginning join a range; "" for all
   * @throws GitException with {@link GitException.Code#UNKNOWN_REVISION} when nothing matches
   */
  public String resolve(RemoteRefs refs, String revision, String tagPrefix) {
    if (isCommitId(revision)) {
      return revision;
    }
    var wanted = revision.isEmpty() ? "HEAD" : revision;
    return highestTag(refs, wanted, tagPrefix)
        .or(() -> literal(refs, withPrefix(wanted, tagPrefix)))
        .or(() -> isAbbreviatedCommitId(wanted) ? Optional.of(wanted) : Optional.empty())
        .orElseThrow(() -> unknown(refs, wanted, tagPrefix));
  }

  /**
   * The short name of the tag {@code revision} means in {@code refs}: the highest inside a range,
   * or one of that name when no branch has it. Empty when it means something else.
   */
  public Optional<String> tag(RemoteRefs refs, String revision, String tagPrefix) {
    if (isCommitId(revision) || revision.isEmpty()) {
      return Optional.empty();
    }
    var inRange = highestName(refs, revision, tagPrefix);
    if (inRange.isPresent()) {
      return inRange;
    }
    return literalName(refs, withPrefix(revision, tagPrefix))
        .filter(name -> name.startsWith(TAG))
        .map(name -> name.substring(TAG.length()));
  }

  /** Whether {@code revision} follows tags: a version range. */
  public boolean isRange(String revision) {
    return !versions.isVersion(revision) && versions.isRange(revision);
  }

  private Optional<String> highestTag(RemoteRefs refs, String range, String tagPrefix) {
    return highestName(refs, range, tagPrefix).flatMap(tag -> refs.commit(TAG + tag));
  }

  private Optional<String> highestName(RemoteRefs refs, String range, String tagPrefix) {
    if (!isRange(range)) {
      return Optional.empty();
    }
    var candidates =
        refs.tags().stream()
            .filter(tag -> tag.startsWith(tagPrefix))
            .map(tag -> tag.substring(tagPrefix.length()))
            .toList();
    return versions.highest(range, candidates).map(tag -> tagPrefix + tag);
  }

  private String withPrefix(String revision, String tagPrefix) {
    return !tagPrefix.isEmpty() && versions.isVersion(revision) ? tagPrefix + revision : revision;
  }

  private static Optional<String> literal(RemoteRefs refs, String wanted) {
    return literalName(refs, wanted).flatMap(refs::commit);
  }

  private static Optional<String> literalName(RemoteRefs refs, String wanted) {
    return refs.commits().keySet().stream()
        .filter(name -> name.equals(wanted) || shortName(name).equals(wanted))
        .findFirst();
  }

  private static String shortName(String fullName) {
    for (var prefix : new String[] {"refs/heads/", TAG, "refs/remotes/", "refs/"}) {
      if (fullName.startsWith(prefix)) {
        return fullName.substring(prefix.length());
      }
    }
    return fullName;
  }

  private static GitException unknown(RemoteRefs refs, String wanted, String tagPrefix) {
    var prefix = tagPrefix.isEmpty() ? "" : " with tag prefix '" + tagPrefix + "'";
    var branches = refs.branches().stream().limit(5).toList();
    var hint =
        refs.commits().isEmpty()
            ? "the repository has no commit yet: push one"
            : "check the spelling; branches there: "
                + String.join(", ", branches)
                + (refs.branches().size() > branches.size() ? ", …" : "")
                + "; tags: "
                + refs.tags().size();
    return new GitException(
        GitException.Code.UNKNOWN_REVISION,
        "unable to resolve '" + wanted + "'" + prefix + " to a commit SHA",
        hint);
  }
}
