package io.syncline.lang.lua;

import java.util.List;
import java.util.Optional;

/** A piece of a script that was read. */
sealed interface Node {
  /** Something with a value. */
  sealed interface Expression extends Node {}

  /** Something that can stand left of an equal sign. */
  sealed interface Target extends Expression {}

  record Constant(Object value) implements Expression {}

  record Varargs() implements Expression {}

  /** A local variable of the running function. */
  record Local(String name, int slot) implements Target {}

  /** A variable of a function around it. */
  record Upvalue(String name, int place) implements Target {}

  record Global(String name, int line) implements Target {}

  record Index(Expression object, Expression key, int line) implements Target {}

  record Call(Expression function, List<Expression> arguments, int line) implements Expression {}

  record MethodCall(Expression object, String name, List<Expression> arguments, int line)
      implements Expression {}

  record Binary(String operator, Expression left, Expression right, int line)
      implements Expression {}

  record Unary(String operator, Expression operand, int line) implements Expression {}

  /** {@code (f())}: one value only. */
  record Single(Expression inner) implements Expression {}

  record Function(Body body) implements Expression {}

  record TableConstructor(List<Item> items, int line) implements Expression {}

  /** An entry of a constructor; without key it is the next of the list. */
  record Item(Optional<Expression> key, Expression value) {}

  /**
   * A function as written.
   *
   * @param captured where its upvalues come from in the function around it
   */
  record Body(
      String name,
      int parameters,
      boolean varargs,
      int slots,
      List<Capture> captured,
      Block block) {}

  /** A variable taken along: a local of the function around it, or an upvalue of that. */
  record Capture(boolean local, int place) {}

  /** Statements with the place of each label. */
  record Block(List<Statement> statements, java.util.Map<String, Integer> labels) implements Node {}

  /** Something that is done. */
  sealed interface Statement extends Node {}

  record Assign(List<Target> targets, List<Expression> values) implements Statement {}

  record Declare(List<Integer> slots, List<Expression> values) implements Statement {}

  record DeclareFunction(int slot, Body body) implements Statement {}

  record Do(Block block) implements Statement {}

  record While(Expression condition, Block block) implements Statement {}

  record Repeat(Block block, Expression until) implements Statement {}

  record If(List<Branch> branches, Optional<Block> otherwise) implements Statement {}

  record Branch(Expression condition, Block block) {}

  record NumericFor(
      int slot, Expression from, Expression to, Optional<Expression> step, Block block, int line)
      implements Statement {}

  record GenericFor(List<Integer> slots, List<Expression> values, Block block, int line)
      implements Statement {}

  record Return(List<Expression> values) implements Statement {}

  record Break() implements Statement {}

  record Goto(String label, int line) implements Statement {}

  record Evaluate(Expression call) implements Statement {}
}
