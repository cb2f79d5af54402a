package io.syncline.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.util.FS;

/**
 * All repositories a process reads: bare mirrors below one folder, one for each repository, made
 * when first needed. Repositories on this machine's disk are read in place. Safe for any number of
 * threads, and for processes that share the folder.
 */
public final class GitRepositories implements AutoCloseable {
  private static final Set<String> SCHEMES = Set.of("http", "https", "ssh", "git", "file");

  private final Path cacheDir;
  private final GitSettings settings;
  private final AccessTokens tokens;
  private final Permits permits;
  private final InstantSource clock;
  private final ConcurrentHashMap<String, ObjectStore> stores = new ConcurrentHashMap<>();

  /** Keeps mirrors below {@code cacheDir}, which is made when missing. */
  public GitRepositories(Path cacheDir, GitSettings settings) {
    this(cacheDir, settings, InstantSource.system());
  }

  /** As above, by another clock. */
  GitRepositories(Path cacheDir, GitSettings settings, InstantSource clock) {
    GitSystemReader.install();
    this.cacheDir = cacheDir;
    this.clock = clock;
    this.settings = settings;
    this.tokens = new AccessTokens(clock, settings.fetchTimeout());
    this.permits = new Permits(clock);
  }

  /**
   * The repository at {@code url}, without contacting it. URLs that mean the same repository share
   * one mirror; the credentials are used by the returned object only, and it reads of the mirror
   * only after the server let these credentials list the repository.
   *
   * @throws GitException with {@link GitException.Code#REFUSED_URL} or, for a path on this machine,
   *     {@link GitException.Code#NOT_FOUND}
   */
  public GitRepository repository(String url, Credentials credentials) {
    return repository(url, Access.of(credentials));
  }

  /**
   * As {@link #repository(String, Credentials)}, with what else decides the content of its trees.
   */
  public GitRepository repository(String url, Access access) {
    var address = address(url, settings.rewrites().forFetch(url.strip()));
    var pushAddress = address(url, settings.rewrites().forPush(url.strip()));
    var login =
        new Remote.Login() {
          @Override
          public Credentials credentials() {
            return tokens.exchanged(access.credentials(), url.strip());
          }

          @Override
          public boolean renew() {
            return tokens.forget(access.credentials());
          }
        };
    var remote = new Remote(url.strip(), address, pushAddress, login, settings);
    return new GitRepository(remote, store(address, access), access, this);
  }

  /**
   * The branch a clone of {@code url} would be on: what HEAD stands for, {@code main} when the
   * server does not tell.
   */
  public String defaultBranch(String url, Credentials credentials) {
    return repository(url, credentials)
        .lsRemote()
        .headTarget()
        .filter(target -> target.startsWith("refs/heads/"))
        .map(target -> target.substring("refs/heads/".length()))
        .orElse("main");
  }

  private String address(String url, String rewritten) {
    if (rewritten.isEmpty()) {
      throw new GitException(
          GitException.Code.REFUSED_URL,
          "repository URL is empty (expected: https://host/path, ssh://user@host/path or user@host:path)",
          "set the repository's URL");
    }
    var local = GitUrl.localPath(rewritten).isPresent();
    // A rule of the user's own configuration may lead to a local path: that is their machine.
    if (local && !settings.allowLocal() && rewritten.equals(url.strip())) {
      throw new GitException(
          GitException.Code.REFUSED_URL,
          "repository " + url + " is a path on this machine, which is not permitted here",
          "use an https or ssh URL, or permit local repositories in the settings");
    }
    var helper = rewritten.indexOf("::");
    var address = helper > 0 ? rewritten : GitUrl.openable(rewritten);
    var scheme =
        local ? "file" : address.substring(0, helper > 0 ? helper : address.indexOf("://"));
    if (!SCHEMES.contains(scheme.toLowerCase(java.util.Locale.ROOT))) {
      throw new GitException(
          GitException.Code.REFUSED_URL,
          "repository " + url + " has scheme '" + scheme + "' (expected: https, http, ssh or git)",
          "correct the repository's URL");
    }
    // JGit takes a scheme in capitals for a path on this machine.
    return local || helper > 0
        ? address
        : scheme.toLowerCase(java.util.Locale.ROOT) + address.substring(scheme.length());
  }

  private ObjectStore store(String address, Access access) {
    var path = GitUrl.localPath(address);
    if (path.isPresent()) {
      var folder = localRepository(address, path.get());
      return stores.computeIfAbsent("file:" + folder, key -> new LocalStore(folder));
    }
    var depth = Math.max(0, access.depth());
    var key =
        GitUrl.mirrorKey(address)
            + way(address, access.credentials())
            + (depth == 0 ? "" : " depth " + depth);
    return stores.computeIfAbsent(
        key, k -> new Mirror(cacheDir.resolve(folderName(k)), depth, clock));
  }

  /**
   * What else decides which server answers. A listing that somebody's own proxy gave, or a server
   * nobody checked, is no permit for what others got from the true one.
   */
  private static String way(String address, Credentials credentials) {
    var way = new StringBuilder();
    var user = address.indexOf('@');
    if (address.startsWith("ssh://") && user > 0) {
      // Paths may lie below the home of a user.
      way.append(" of ").append(address, "ssh://".length(), user);
    }
    if (credentials.trust().insecure()) {
      way.append(" unchecked");
    }
    credentials
        .proxy()
        .ifPresent(proxy -> way.append(" through ").append(proxy.replaceFirst("//[^/]*@", "//")));
    return way.toString();
  }

  static Path localRepository(String url, Path path) {
    var found = FileKey.resolve(path.toFile(), FS.DETECTED);
    try {
      if (found != null) {
        return found.toPath().toRealPath();
      }
    } catch (IOException e) {
      throw Failures.of(e, url, "open");
    }
    throw new GitException(
        GitException.Code.NOT_FOUND,
        "repository " + url + " not found: " + path.toAbsolutePath() + " is no Git repository",
        Files.isDirectory(path)
            ? "run git init there, or correct the path"
            : "there is no such folder: correct the path");
  }

  private static String folderName(String key) {
    var space = key.indexOf(' ');
    var name =
        GitUrl.name(space < 0 ? key : key.substring(0, space)).replaceAll("[^A-Za-z0-9._-]", "_");
    return digest(key) + "-" + name + ".git";
  }

  /** A short name for {@code key} that another key does not have. */
  static String digest(String key) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /**
   * Clears up on disk: mirrors that nobody used for {@code unused} go, to be made anew when they
   * are asked for again, and what killed processes left half-way.
   *
   * @return how many mirrors went
   */
  public int clearUp(Duration unused) {
    return new Cleaning(cacheDir, clock.instant()).clearUp(unused, this::folder);
  }

  /** The mirror in {@code path}, when this process has one there. */
  private Optional<MirrorFolder> folder(Path path) {
    return stores.values().stream()
        .filter(Mirror.class::isInstance)
        .map(store -> ((Mirror) store).folder())
        .filter(folder -> folder.path().equals(path))
        .findFirst();
  }

  /** Where things that outlive no operation may be put. */
  Path scratch() {
    return cacheDir.resolve("scratch");
  }

  /** Where large files are kept. */
  Path largeFiles() {
    return cacheDir.resolve("large-files");
  }

  /**
   * {@code credentials} with a login that the server at {@code url} takes: keys are exchanged for
   * tokens.
   *
   * @throws GitException with {@link GitException.Code#AUTH} when none is given for the key
   */
  public Credentials exchanged(Credentials credentials, String url) {
    return tokens.exchanged(credentials, url);
  }

  /** Throws away the token of {@code credentials}; false when there is none to buy anew. */
  boolean renew(Credentials credentials) {
    return tokens.forget(credentials);
  }

  Permits permits() {
    return permits;
  }

  GitSettings settings() {
    return settings;
  }

  /** The folder {@code repository} is pushed to when it lies on this machine. */
  static Optional<Path> localTarget(Remote remote) {
    return GitUrl.localPath(remote.pushAddress())
        .map(path -> localRepository(remote.pushAddress(), path));
  }

  @Override
  public void close() {
    stores.values().forEach(ObjectStore::close);
    stores.clear();
  }
}
