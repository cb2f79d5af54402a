package io.syncline.lang.lua;

import java.util.List;

/** The words of a script and the place among them that was read up to. */
final class Words {
  private static final int DEPTH = 200;

  private final List<Token> tokens;
  private int at;
  private int depth;

  Words(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token here() {
    return tokens.get(at);
  }

  Token peek() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    var token = here();
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  boolean accept(String word) {
    if (!here().is(word)) {
      return false;
    }
    at++;
    return true;
  }

  void expect(String word) {
    if (!accept(word)) {
      throw problem("'" + word + "' expected near '" + here().text() + "'", here());
    }
  }

  void expectClosing(String word, String opened, int line) {
    if (!accept(word)) {
      throw problem(
          "'"
              + word
              + "' expected (to close '"
              + opened
              + "' at line "
              + line
              + ") near '"
              + here().text()
              + "'",
          here());
    }
  }

  String name() {
    if (here().kind() != Token.Kind.NAME) {
      throw problem("name expected near '" + here().text() + "'", here());
    }
    return next().text();
  }

  boolean blockEnds() {
    return here().kind() == Token.Kind.END
        || here().is("end")
        || here().is("else")
        || here().is("elseif")
        || here().is("until");
  }

  /** One more construct within constructs. */
  void deeper() {
    if (++depth > DEPTH) {
      throw problem("chunk is nested too deeply (limit: " + DEPTH + ")", here());
    }
  }

  void shallower() {
    depth--;
  }

  LuaException unexpected() {
    return problem("syntax error near '" + here().text() + "'", here());
  }

  LuaException problem(String what, Token where) {
    return Lexer.problem(Bytes.text(what), where.line());
  }
}
