package io.syncline.localkube.store;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * One SQLite file that holds every change of the kept history and the last version of every object,
 * one row each.
 */
final class SqliteLog implements CommitLog {
  private static final long FORMAT = 2;

  /** Rows that are parsed together on all processors. */
  private static final int PORTION = 4_096;

  private static final int USUAL_SIZE = 1_024;

  private final Path file;
  private final Connection connection;
  private @Nullable Statements prepared;

  private SqliteLog(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** The statements of writing; one that failed cannot be used again. */
  private record Statements(PreparedStatement put, PreparedStatement remove, PreparedStatement mark)
      implements AutoCloseable {
    static Statements on(Connection connection) throws SQLException {
      return new Statements(
          connection.prepareStatement("INSERT INTO history VALUES (?,?,?)"),
          connection.prepareStatement("DELETE FROM history WHERE revision=?"),
          connection.prepareStatement("UPDATE meta SET value=? WHERE name='floor'"));
    }

    @Override
    public void close() throws SQLException {
      put.close();
      remove.close();
      mark.close();
    }
  }

  private Statements statements() throws SQLException {
    var known = prepared;
    if (known == null) {
      known = Statements.on(connection);
      prepared = known;
    }
    return known;
  }

  static SqliteLog open(Path file, Durability durability) {
    try {
      var folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      makePrivate(file);
    } catch (IOException e) {
      throw new StoreException(
          "kube data file "
              + file
              + ": it cannot be made: "
              + e.getMessage()
              + "; choose a folder you may write to",
          e);
    }
    try {
      var connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
      return prepared(file, connection, durability);
    } catch (SQLException e) {
      throw failure(file, "opened", e);
    }
  }

  /** Secrets are kept in it: nobody else may read. SQLite gives its side files the same rights. */
  private static void makePrivate(Path file) throws IOException {
    if (Files.exists(file)
        || !file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static SqliteLog prepared(Path file, Connection connection, Durability durability)
      throws SQLException {
    try (var sql = connection.createStatement()) {
      sql.execute("PRAGMA page_size=8192");
      sql.execute("PRAGMA locking_mode=EXCLUSIVE");
      sql.execute("PRAGMA journal_mode=WAL");
      sql.execute("PRAGMA synchronous=" + (durability == Durability.POWER ? "FULL" : "NORMAL"));
      sql.execute("PRAGMA wal_autocheckpoint=4000");
      sql.execute("PRAGMA journal_size_limit=67108864");
      sql.execute(
          "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL)");
      sql.execute(
          "CREATE TABLE IF NOT EXISTS history (revision INTEGER PRIMARY KEY,"
              + " key TEXT NOT NULL, json BLOB)");
      sql.execute("INSERT OR IGNORE INTO meta VALUES ('format', " + FORMAT + ")");
      sql.execute("INSERT OR IGNORE INTO meta VALUES ('floor', " + State.EMPTY.revision() + ")");
      sql.execute("BEGIN IMMEDIATE");
      checkFormat(sql);
      sql.execute("COMMIT");
      return new SqliteLog(file, connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void checkFormat(Statement sql) throws SQLException {
    var format = number(sql, "format");
    if (format == 1) {
      // The format before had objects only, and no history.
      sql.execute("INSERT INTO history SELECT revision, key, json FROM objects");
      sql.execute(
          "UPDATE meta SET value=(SELECT value FROM meta WHERE name='revision')"
              + " WHERE name='floor'");
      sql.execute("DROP TABLE objects");
      sql.execute("UPDATE meta SET value=" + FORMAT + " WHERE name='format'");
    } else if (format != FORMAT) {
      throw new SQLException(
          "format " + format + " is of another release (expected: " + FORMAT + ")");
    }
  }

  private static long number(Statement sql, String name) throws SQLException {
    try (var rows = sql.executeQuery("SELECT value FROM meta WHERE name='" + name + "'")) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private static StoreException failure(Path file, String done, SQLException e) {
    var text = String.valueOf(e.getMessage());
    var hint =
        text.contains("BUSY") || text.contains("locked")
            ? "; another process uses it: stop that one or choose another data folder"
            : text.contains("NOTADB") || text.contains("CORRUPT") || text.contains("malformed")
                ? "; the file is damaged: restore it from a backup or move it away to start empty"
                : "; check that the disk has room and the file may be written";
    return new StoreException(
        "kube data file " + file + " cannot be " + done + ": " + text + hint, e);
  }

  @Override
  public Kept load(SharedTrees trees) {
    try (var sql = connection.createStatement()) {
      var floor = number(sql, "floor");
      var replay = new Replay(floor);
      try (var rows =
          sql.executeQuery("SELECT revision, key, json FROM history ORDER BY revision")) {
        // While one portion is parsed the next one is read.
        var parsing = replay.parsed(List.of(), trees);
        var portion = new ArrayList<Row>(PORTION);
        while (rows.next()) {
          portion.add(new Row(rows.getLong(1), rows.getString(2), rows.getBytes(3)));
          if (portion.size() == PORTION) {
            replay.add(parsing);
            parsing = replay.parsed(portion, trees);
            portion = new ArrayList<>(PORTION);
          }
        }
        replay.add(parsing);
        replay.add(replay.parsed(portion, trees));
      }
      return replay.kept();
    } catch (SQLException e) {
      throw failure(file, "read", e);
    } catch (Json.SyntaxException | IllegalArgumentException e) {
      throw new StoreException(
          "kube data file "
              + file
              + " cannot be read: "
              + e.getMessage()
              + "; the file is damaged: restore it from a backup or move it away to start empty",
          e);
    }
  }

  /** One row, its JSON understood when asked; a removal has none. */
  private static final class Row {
    final long revision;
    final String key;
    private final byte @Nullable [] json;

    Row(long revision, String key, byte @Nullable [] json) {
      this.revision = revision;
      this.key = key;
      this.json = json;
    }

    Step step(SharedTrees trees) {
      var parsed = Key.parse(key);
      if (json == null) {
        return new Step(revision, parsed, USUAL_SIZE, null);
      }
      var object = trees.shared(Json.parseObject(json));
      return new Step(revision, trees.shared(parsed, object), json.length, object);
    }
  }

  /** One row understood. */
  private record Step(long revision, Key key, int size, @Nullable ObjectTree object) {}

  /** Makes the state again from its changes. */
  private static final class Replay {
    private final long floor;
    private final List<Sized> window = new ArrayList<>();
    private State state;

    Replay(long floor) {
      this.floor = floor;
      this.state = new State(floor, SortedTree.empty(), SortedTree.empty());
    }

    ForkJoinTask<List<Step>> parsed(List<Row> rows, SharedTrees trees) {
      return ForkJoinPool.commonPool()
          .submit(() -> rows.parallelStream().map(row -> row.step(trees)).toList());
    }

    void add(ForkJoinTask<List<Step>> parsing) {
      parsing.join().forEach(this::add);
    }

    private void add(Step step) {
      var key = step.key();
      var revision = step.revision();
      if (revision > floor) {
        var before = state.get(key).orElse(null);
        var change = new Written(revision, key, before, step.object(), null);
        window.add(new Sized(change, step.size()));
      }
      state =
          step.object() == null
              ? state.without(key, revision)
              : state.with(key, revision, step.object());
    }

    Kept kept() {
      return new Kept(
          new State(Math.max(floor, state.revision()), state.objects(), state.owners()),
          floor,
          window);
    }
  }

  @Override
  public void write(List<Written> batch) {
    try {
      run("BEGIN IMMEDIATE");
      var put = statements().put();
      for (var change : batch) {
        put.setLong(1, change.revision());
        put.setString(2, change.key().text());
        if (change.after().isPresent()) {
          put.setBytes(3, change.json());
        } else {
          put.setNull(3, Types.BLOB);
        }
        put.executeUpdate();
      }
      run("COMMIT");
    } catch (SQLException e) {
      throw undone(e);
    }
  }

  @Override
  public void forget(List<Written> changes) {
    try {
      run("BEGIN IMMEDIATE");
      var remove = statements().remove();
      for (var change : changes) {
        if (change.previous() > 0) {
          removed(remove, change.previous());
        }
        if (change.after().isEmpty()) {
          removed(remove, change.revision());
        }
      }
      var mark = statements().mark();
      mark.setLong(1, changes.getLast().revision());
      mark.executeUpdate();
      run("COMMIT");
    } catch (SQLException e) {
      throw undone(e);
    }
  }

  /** The driver's own transactions lose their thread when SQLite rolls back by itself. */
  private void run(String statement) throws SQLException {
    try (var sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  private static void removed(PreparedStatement remove, long revision) throws SQLException {
    remove.setLong(1, revision);
    remove.executeUpdate();
  }

  private StoreException undone(SQLException e) {
    var failure = failure(file, "written", e);
    var used = prepared;
    prepared = null;
    try {
      if (used != null) {
        used.close();
      }
      run("ROLLBACK");
    } catch (SQLException second) {
      // A full disk makes SQLite roll back by itself, and say that there is nothing to roll back.
      failure.addSuppressed(second);
    }
    return failure;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(file, "closed", e);
    }
  }
}
