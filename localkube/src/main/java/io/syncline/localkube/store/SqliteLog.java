package io.syncline.localkube.store;

import io.syncline.model.tree.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** One SQLite file that holds the objects of the last durable revision. */
final class SqliteLog implements CommitLog {
  private static final long FORMAT = 1;
  private final Path file;
  private final Connection connection;

  private SqliteLog(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  static SqliteLog open(Path file) {
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
      return prepared(file, connection);
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

  private static SqliteLog prepared(Path file, Connection connection) throws SQLException {
    try (var sql = connection.createStatement()) {
      sql.execute("PRAGMA locking_mode=EXCLUSIVE");
      sql.execute("PRAGMA journal_mode=WAL");
      sql.execute("PRAGMA synchronous=FULL");
      sql.execute(
          "CREATE TABLE IF NOT EXISTS objects"
              + " (key TEXT PRIMARY KEY, revision INTEGER NOT NULL, json BLOB NOT NULL)"
              + " WITHOUT ROWID");
      sql.execute(
          "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL)");
      sql.execute("INSERT OR IGNORE INTO meta VALUES ('format', " + FORMAT + ")");
      sql.execute("INSERT OR IGNORE INTO meta VALUES ('revision', 1)");
      try (var rows = sql.executeQuery("SELECT value FROM meta WHERE name='format'")) {
        if (rows.next() && rows.getLong(1) != FORMAT) {
          throw new SQLException(
              "format " + rows.getLong(1) + " is of another release (expected: " + FORMAT + ")");
        }
      }
      connection.setAutoCommit(false);
      return new SqliteLog(file, connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
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
  public State load(SharedTrees trees) {
    try (var sql = connection.createStatement()) {
      var revision = State.EMPTY.revision();
      try (var rows = sql.executeQuery("SELECT value FROM meta WHERE name='revision'")) {
        if (rows.next()) {
          revision = rows.getLong(1);
        }
      }
      var state = State.EMPTY;
      try (var rows = sql.executeQuery("SELECT key, revision, json FROM objects ORDER BY key")) {
        while (rows.next()) {
          state =
              state.with(
                  Key.parse(rows.getString(1)),
                  rows.getLong(2),
                  trees.shared(Json.parseObject(rows.getBytes(3))));
        }
      }
      connection.rollback();
      return new State(revision, state.objects(), state.owners());
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

  @Override
  public void write(List<Written> batch) {
    try (var put = connection.prepareStatement("INSERT OR REPLACE INTO objects VALUES (?,?,?)");
        var remove = connection.prepareStatement("DELETE FROM objects WHERE key=?");
        var mark = connection.prepareStatement("UPDATE meta SET value=? WHERE name='revision'")) {
      for (var change : batch) {
        var key = change.key().text();
        if (change.after().isPresent()) {
          put.setString(1, key);
          put.setLong(2, change.revision());
          put.setBytes(3, Json.bytes(change.after().get()));
          put.executeUpdate();
        } else {
          remove.setString(1, key);
          remove.executeUpdate();
        }
      }
      mark.setLong(1, batch.getLast().revision());
      mark.executeUpdate();
      connection.commit();
    } catch (SQLException e) {
      throw undone(e);
    }
  }

  private StoreException undone(SQLException e) {
    var failure = failure(file, "written", e);
    try {
      connection.rollback();
    } catch (SQLException second) {
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
