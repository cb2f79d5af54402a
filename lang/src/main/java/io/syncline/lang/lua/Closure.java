package io.syncline.lang.lua;

import java.util.ArrayList;
import java.util.List;

/** A function of the script with the variables it took along. */
final class Closure implements LuaFunction {
  /** A variable: functions that took it along see it change. */
  static final class Cell {
    Object value;

    Cell(Object value) {
      this.value = value;
    }
  }

  /** What one call works with. */
  static final class Frame {
    private final Machine machine;
    private final Closure function;
    private final Cell[] slots;
    private final List<Object> varargs;

    Frame(Machine machine, Closure function, Cell[] slots, List<Object> varargs) {
      this.machine = machine;
      this.function = function;
      this.slots = slots;
      this.varargs = varargs;
    }

    Machine machine() {
      return machine;
    }

    Closure function() {
      return function;
    }

    List<Object> varargs() {
      return varargs;
    }

    Cell cell(int slot) {
      return slots[slot];
    }

    Object local(int slot) {
      return slots[slot].value;
    }

    void set(int slot, Object value) {
      slots[slot].value = value;
    }

    /** A new variable; functions that took the old one along keep that. */
    void declare(int slot, Object value) {
      slots[slot] = new Cell(value);
    }
  }

  private final Node.Body body;
  private final List<Cell> upvalues;

  private Closure(Node.Body body, List<Cell> upvalues) {
    this.body = body;
    this.upvalues = upvalues;
  }

  /** The script itself. */
  static Closure main(Node.Body body) {
    return new Closure(body, List.of());
  }

  /** The function {@code body} as made inside a call. */
  static Closure in(Frame frame, Node.Body body) {
    frame.machine().budget().bytes(64);
    var taken = new ArrayList<Cell>(body.captured().size());
    for (var capture : body.captured()) {
      taken.add(
          capture.local()
              ? frame.cell(capture.place())
              : frame.function().upvalues.get(capture.place()));
    }
    return new Closure(body, taken);
  }

  Cell upvalue(int place) {
    return upvalues.get(place);
  }

  @Override
  public String name() {
    return body.name();
  }

  @Override
  public List<Object> call(Machine machine, List<Object> arguments) {
    machine.budget().steps(body.slots());
    var slots = new Cell[body.slots()];
    var parameters = body.parameters();
    for (var i = 0; i < slots.length; i++) {
      slots[i] = new Cell(i < parameters && i < arguments.size() ? arguments.get(i) : Nil.NIL);
    }
    var rest =
        body.varargs() && arguments.size() > parameters
            ? List.copyOf(arguments.subList(parameters, arguments.size()))
            : List.of();
    var frame = new Frame(machine, this, slots, rest);
    return switch (Statements.run(body.block(), frame)) {
      case Statements.Returned returned -> returned.values();
      case Statements.Jump jump ->
          throw new LuaException(
              "<string>:" + jump.line() + ": no visible label '" + jump.label() + "'");
      default -> List.of();
    };
  }
}
