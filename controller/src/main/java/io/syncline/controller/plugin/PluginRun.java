package io.syncline.controller.plugin;

import io.syncline.controller.plugin.PluginDefinition.Command;
import io.syncline.model.source.SourceTree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import io.syncline.render.plugin.PluginVariables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands of one plugin in one copy of the files; its turn and its copy end with it. */
final class PluginRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginRun.class);
  private static final int SHOWN_LINES = 15;
  private static final int SHOWN_CHARACTERS = 1_500;
  private static final int COMMAND_CHARACTERS = 120;
  private static final int NOT_FOUND = 127;

  private final PluginSettings settings;
  private final Semaphore room;
  private final String plugin;
  private final RenderRequest request;
  private final WorkingCopy copy;
  private final Map<String, String> variables;
  private final Redaction redaction;
  private final long end;

  private PluginRun(
      PluginSettings settings,
      Semaphore room,
      String plugin,
      RenderRequest request,
      WorkingCopy copy,
      HandedLogin login,
      long end) {
    this.settings = settings;
    this.room = room;
    this.plugin = plugin;
    this.request = request;
    this.copy = copy;
    this.end = end;
    this.variables = PluginVariables.of(request);
    this.redaction = Redaction.of(variables).and(login.secrets());
    variables.putAll(login.variables());
    var path = settings.searchPath();
    variables.put("PATH", login.programs().map(own -> own + ":" + path).orElse(path));
    variables.put("LANG", settings.language());
    variables.put("HOME", copy.home().toString());
    variables.put("TMPDIR", copy.temporary().toString());
  }

  /**
   * Waits for a turn and copies the files.
   *
   * @param login what the plugin is to be told of the repository
   * @throws RenderException when no turn comes in time, or the files cannot be copied
   */
  static PluginRun open(
      PluginSettings settings,
      Semaphore room,
      String plugin,
      SourceTree tree,
      RenderRequest request,
      WorkingCopy.Wanted wanted,
      Optional<RepositoryLogin> login) {
    var end = System.nanoTime() + settings.time().toNanos();
    takeTurn(settings, room, plugin, request);
    try {
      var copy = WorkingCopy.of(settings.work(), tree, wanted);
      try {
        var handed =
            login.isPresent() ? HandedLogin.of(login.get(), copy.login()) : HandedLogin.NONE;
        return new PluginRun(settings, room, plugin, request, copy, handed, end);
      } catch (IOException | RuntimeException e) {
        copy.close();
        throw e;
      }
    } catch (IOException e) {
      room.release();
      throw RenderException.passing(
          request.path(),
          subject(plugin, request) + "the login of the repository cannot be written: " + e,
          "the disk of the server may be full");
    } catch (RuntimeException e) {
      room.release();
      throw e;
    }
  }

  private static void takeTurn(
      PluginSettings settings, Semaphore room, String plugin, RenderRequest request) {
    try {
      if (room.tryAcquire(settings.time().toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw RenderException.passing(
        request.path(),
        subject(plugin, request)
            + "no turn to run within "
            + settings.time().toSeconds()
            + " s: "
            + settings.parallel()
            + " plugins are running",
        "look for one that takes too long; it is tried again");
  }

  private static String subject(String plugin, RenderRequest request) {
    return "application " + request.appName() + ": plugin " + plugin + ": ";
  }

  /** Runs {@code command} in the folder of the application. */
  CommandRun.Result run(Command command) {
    for (var name : variables.keySet()) {
      if (name.isEmpty() || name.contains("=") || name.contains("\0")) {
        throw wrong("variable \"" + name + "\" cannot be set (expected: a name without =)");
      }
    }
    return CommandRun.run(
        new CommandRun.Order(
            command.words(),
            copy.folder(),
            new TreeMap<>(variables),
            "HOME=" + copy.home(),
            Duration.ofNanos(Math.max(1, end - System.nanoTime())),
            request.limits().outputBytes()));
  }

  /**
   * What {@code command} prints.
   *
   * @param step what it is for
   * @throws RenderException when it fails
   */
  String require(String step, Command command) {
    var result = run(command);
    if (!result.end().succeeded()) {
      throw failure(step, command, result);
    }
    return result.output();
  }

  /** What went wrong with {@code command}. */
  RenderException failure(String step, Command command, CommandRun.Result result) {
    var what = step + " command `" + shown(command) + "` ";
    var errors = lastLines(result.errors());
    return switch (result.end()) {
      case CommandRun.End.NotStarted(var problem) ->
          passing(
              what + "cannot be started: " + redaction.of(problem),
              "the program must be on the PATH of the server");
      case CommandRun.End.TooLong() ->
          passing(
              what
                  + "took longer than "
                  + settings.time().toSeconds()
                  + " s and was ended"
                  + errors,
              "all commands of a render share this time");
      case CommandRun.End.TooMuch() ->
          passing(
              what + "printed more than " + request.limits().outputBytes() + " bytes" + errors,
              "it must print manifests and nothing else");
      case CommandRun.End.CutOff() ->
          passing(what + "ended well, but its output broke off" + errors, "it is tried again");
      case CommandRun.End.Interrupted() -> passing(what + "was stopped", "it is tried again");
      case CommandRun.End.Exited(var code) ->
          passing(what + "exited with code " + code + errors, hint(code, result.errors()));
    };
  }

  private static String hint(int code, String errors) {
    if (code == NOT_FOUND) {
      return "a program was not found: it must be on the PATH of the server";
    }
    return errors.contains("No such file") || errors.contains("not found")
        ? "only the application's folder is copied; name other paths in the annotation"
            + " argocd.argoproj.io/manifest-generate-paths"
        : "run the command in the application's folder to see more";
  }

  private RenderException passing(String message, String hint) {
    return RenderException.passing(request.path(), subject(plugin, request) + message, hint);
  }

  /** A problem that stays until something is changed. */
  RenderException wrong(String message) {
    return RenderException.in(request.path(), 0, subject(plugin, request) + message);
  }

  private String shown(Command command) {
    var text = redaction.of(String.join(" ", command.words())).replaceAll("\\s+", " ").strip();
    return text.length() > COMMAND_CHARACTERS ? text.substring(0, COMMAND_CHARACTERS) + "…" : text;
  }

  /** Secrets are taken out of the whole before its end is cut off. */
  private String lastLines(String errors) {
    var lines = redaction.of(errors).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    var last = List.copyOf(lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    var text = String.join(" | ", last);
    if (text.length() > SHOWN_CHARACTERS) {
      text = "…" + text.substring(text.length() - SHOWN_CHARACTERS);
    }
    return text.isEmpty() ? "" : ": " + text;
  }

  @Override
  public void close() {
    try {
      copy.close();
    } catch (UncheckedIOException e) {
      // The next start deletes what is left.
      LOG.warn("copy of a source could not be deleted", e);
    } finally {
      room.release();
    }
  }
}
