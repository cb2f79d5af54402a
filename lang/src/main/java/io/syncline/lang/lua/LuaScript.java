package io.syncline.lang.lua;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A script that was read and can be run as often as one likes, by many threads at once. */
public final class LuaScript {
  private final Closure main;

  private LuaScript(Node.Body body) {
    main = Closure.main(body);
  }

  /**
   * Reads {@code source}.
   *
   * @throws LuaException when it is no Lua, with the line
   */
  public static LuaScript compile(String source) {
    return new LuaScript(Parser.parse(source));
  }

  /**
   * Runs the script with {@code globals}, which are trees, and yields the tree of what it returns
   * first; null when that is nil or nothing.
   *
   * @param limits what it may use
   * @param clock asked when the script asks for the time
   * @throws LuaException when it fails or reaches a limit
   */
  public @Nullable Object run(
      Map<String, ? extends @Nullable Object> globals, LuaLimits limits, Supplier<Instant> clock) {
    var machine = new Machine(new Budget(limits));
    BaseLibrary.open(machine);
    TableLibrary.open(machine);
    StringLibrary.open(machine);
    MathLibrary.open(machine);
    TimeLibrary.open(machine, clock);
    globals.forEach(
        (name, tree) -> machine.globals().set(name, LuaTrees.value(tree, machine.budget())));
    try {
      return LuaTrees.tree(Machine.first(machine.call(main, List.of())));
    } catch (StackOverflowError e) {
      throw new LuaException("stack overflow");
    }
  }
}
