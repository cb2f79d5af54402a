package io.syncline.git;

import java.io.File;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * What JGit may see of the machine: no configuration but ours, so that it neither runs {@code git}
 * to find any nor writes measurements into the user's.
 */
final class GitSystemReader extends SystemReader {
  private static final int PACK_CACHE_BYTES = 48 << 20;

  private static final class Holder {
    static final GitSystemReader INSTANCE = create();

    private static GitSystemReader create() {
      var reader = new GitSystemReader();
      SystemReader.setInstance(reader);
      var cache = new WindowCacheConfig();
      cache.setPackedGitLimit(PACK_CACHE_BYTES);
      // An interrupt closes the channel that a mapped file is read by, for all who read the pack.
      cache.setPackedGitMMAP(false);
      cache.install();
      return reader;
    }
  }

  private final SystemReader machine = SystemReader.getInstance();

  private GitSystemReader() {
    setPlatformChecker();
  }

  /** Makes JGit in this process use this reader; again is nothing. */
  static void install() {
    if (SystemReader.getInstance() != Holder.INSTANCE) {
      SystemReader.setInstance(Holder.INSTANCE);
    }
  }

  /** A configuration that stays in memory. */
  private static class Unstored extends FileBasedConfig {
    Unstored(Config parent, FS fs) {
      super(parent, new File(File.separator + "nonexistent"), fs);
    }

    @Override
    public void load() {
      // There is no file behind it.
    }

    @Override
    public void save() {
      // There is no file behind it.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }

  /**
   * JGit's own configuration, in which it looks for the precision of file times. An answer spares
   * it the measuring, which takes long and writes files into repositories.
   */
  private static final class FileTimes extends Unstored {
    private static final long COARSEST_SECONDS = 2;

    FileTimes(Config parent, FS fs) {
      super(parent, fs);
    }

    @Override
    public long getTimeUnit(
        String section, String subsection, String name, long otherwise, TimeUnit unit) {
      return section.equals("filesystem")
          ? unit.convert(COARSEST_SECONDS, TimeUnit.SECONDS)
          : super.getTimeUnit(section, subsection, name, otherwise, unit);
    }
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    // Since 7.x the precision is looked for here, with JGit's own configuration as a fallback.
    return new FileTimes(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Unstored(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new FileTimes(parent, fs);
  }

  @Override
  public String getHostname() {
    return machine.getHostname();
  }

  @Override
  public String getenv(String variable) {
    return machine.getenv(variable);
  }

  @Override
  public String getProperty(String key) {
    return machine.getProperty(key);
  }

  @Override
  @Deprecated
  public long getCurrentTime() {
    return now().toEpochMilli();
  }

  @Override
  public Instant now() {
    return machine.now();
  }

  @Override
  @Deprecated
  public int getTimezone(long when) {
    return getTimeZoneAt(Instant.ofEpochMilli(when)).getTotalSeconds() / 60;
  }

  @Override
  public ZoneOffset getTimeZoneAt(Instant when) {
    return ZoneId.systemDefault().getRules().getOffset(when);
  }
}
