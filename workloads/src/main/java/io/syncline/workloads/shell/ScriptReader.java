package io.syncline.workloads.shell;

import io.syncline.workloads.shell.Script.Command;
import io.syncline.workloads.shell.Script.NotUnderstoodException;
import io.syncline.workloads.shell.Script.Redirection;
import io.syncline.workloads.shell.Script.Step;
import io.syncline.workloads.shell.Script.When;
import java.util.ArrayList;
import java.util.List;

/** Reads command lines. */
final class ScriptReader {
  private final String text;
  private int at;
  private final List<Step> steps = new ArrayList<>();
  private List<Command> pipeline = new ArrayList<>();
  private List<Word> words = new ArrayList<>();
  private List<Redirection> redirections = new ArrayList<>();
  private When when = When.ALWAYS;

  private ScriptReader(String text) {
    this.text = text;
  }

  static Script read(String text) throws NotUnderstoodException {
    var reader = new ScriptReader(text);
    while (reader.at < text.length()) {
      reader.step();
    }
    reader.endStep(When.ALWAYS);
    return new Script(reader.steps);
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private void step() throws NotUnderstoodException {
    var c = peek(0);
    switch (c) {
      case ' ', '\t', '\r' -> at++;
      case '#' -> skipComment();
      case '\n', ';' -> {
        at++;
        endStep(When.ALWAYS);
      }
      case '&' -> {
        if (peek(1) != '&') {
          throw new NotUnderstoodException("commands in the background");
        }
        at += 2;
        endStep(When.SUCCEEDED);
      }
      case '|' -> {
        var or = peek(1) == '|';
        at += or ? 2 : 1;
        if (or) {
          endStep(When.FAILED);
        } else {
          endCommand();
        }
      }
      case '(', ')', '`' -> throw new NotUnderstoodException("\"" + c + "\"");
      default -> {
        if (!redirection()) {
          words.add(word());
        }
      }
    }
  }

  private void skipComment() {
    while (at < text.length() && peek(0) != '\n') {
      at++;
    }
  }

  private void endCommand() {
    if (!words.isEmpty() || !redirections.isEmpty()) {
      pipeline.add(new Command(words, redirections));
      words = new ArrayList<>();
      redirections = new ArrayList<>();
    }
  }

  private void endStep(When next) {
    endCommand();
    if (!pipeline.isEmpty()) {
      steps.add(new Step(when, pipeline));
      pipeline = new ArrayList<>();
    }
    when = next;
  }

  private boolean redirection() throws NotUnderstoodException {
    var numbered = (peek(0) == '1' || peek(0) == '2') && peek(1) == '>';
    var sign = numbered ? peek(1) : peek(0);
    if (sign != '>' && sign != '<') {
      return false;
    }
    var stream = numbered ? peek(0) - '0' : sign == '<' ? 0 : 1;
    at += numbered ? 2 : 1;
    var append = peek(0) == '>';
    if (append) {
      at++;
    } else if (peek(0) == '<') {
      throw new NotUnderstoodException("\"<<\"");
    }
    if (peek(0) == '&' && (peek(1) == '1' || peek(1) == '2')) {
      var target = new Word(List.of(new Word.Text("&" + peek(1))), false);
      at += 2;
      redirections.add(new Redirection(stream, append, target));
      return true;
    }
    while (peek(0) == ' ') {
      at++;
    }
    redirections.add(new Redirection(stream, append, word()));
    return true;
  }

  private Word word() throws NotUnderstoodException {
    var pieces = new ArrayList<Word.Piece>();
    var quoted = false;
    var plain = new StringBuilder();
    while (at < text.length() && " \t\r\n;|&<>()`".indexOf(peek(0)) < 0) {
      var c = text.charAt(at++);
      switch (c) {
        case '\\' -> {
          if (at < text.length()) {
            plain.append(text.charAt(at++));
          }
        }
        case '\'' -> {
          var end = text.indexOf('\'', at);
          if (end < 0) {
            throw new NotUnderstoodException("a quote without its end");
          }
          plain.append(text, at, end);
          at = end + 1;
          quoted = true;
        }
        case '"' -> {
          quoted = true;
          inQuotes(plain, pieces);
        }
        case '$' -> variable(plain, pieces, false);
        default -> plain.append(c);
      }
    }
    if (!plain.isEmpty()) {
      pieces.add(new Word.Text(plain.toString()));
    }
    return new Word(pieces, quoted);
  }

  private void inQuotes(StringBuilder plain, List<Word.Piece> pieces)
      throws NotUnderstoodException {
    while (peek(0) != '"') {
      if (at >= text.length()) {
        throw new NotUnderstoodException("a quote without its end");
      }
      var c = text.charAt(at++);
      if (c == '\\' && "\"\\$`".indexOf(peek(0)) >= 0) {
        plain.append(text.charAt(at++));
      } else if (c == '`') {
        throw new NotUnderstoodException("\"`\"");
      } else if (c == '$') {
        variable(plain, pieces, true);
      } else {
        plain.append(c);
      }
    }
    at++;
  }

  private void variable(StringBuilder plain, List<Word.Piece> pieces, boolean quoted)
      throws NotUnderstoodException {
    var braces = peek(0) == '{';
    if (peek(0) == '(') {
      throw new NotUnderstoodException("\"$(\"");
    }
    var start = braces ? at + 1 : at;
    var end = start;
    if (end < text.length() && "?$".indexOf(text.charAt(end)) >= 0) {
      end++;
    } else {
      while (end < text.length()
          && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
        end++;
      }
    }
    var name = text.substring(start, end);
    var otherwise = "";
    if (braces) {
      var close = text.indexOf('}', end);
      var rest = close < 0 ? "?" : text.substring(end, close);
      if (!rest.isEmpty() && !rest.startsWith(":-")) {
        throw new NotUnderstoodException("\"${" + name + rest + "\"");
      }
      otherwise = rest.isEmpty() ? "" : rest.substring(2);
      end = close + 1;
    }
    at = end;
    if (name.isEmpty()) {
      plain.append('$');
      return;
    }
    if (!plain.isEmpty()) {
      pieces.add(new Word.Text(plain.toString()));
      plain.setLength(0);
    }
    pieces.add(new Word.Variable(name, otherwise, quoted));
  }
}
