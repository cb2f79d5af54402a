package io.syncline.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** CPU seconds, user and system, of this process and of the programs it ran. */
public final class CpuTime {
  /** {@code RUSAGE_CHILDREN}: children that ended and were waited for. */
  private static final int CHILDREN = -1;

  /** {@code RUSAGE_SELF}. */
  private static final int SELF = 0;

  private static final int STRUCT_BYTES = 256;
  private static final int TIMEVAL = 16;
  private static final double MICRO = 1e-6;
  private static final double NANO = 1e-9;
  private static final Optional<MethodHandle> GETRUSAGE = getrusage();

  private CpuTime() {}

  /** Java itself does not tell what children used; the launcher permits native access. */
  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> getrusage() {
    var linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("getrusage")
        .map(
            address ->
                linker.downcallHandle(
                    address,
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS)));
  }

  /** Of all threads of this process: collector and compiler included. */
  public static double own() {
    // Java's own figure comes in steps of 10 ms on some systems.
    return GETRUSAGE.map(call -> seconds(call, SELF)).orElseGet(CpuTime::coarse);
  }

  private static double coarse() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() * NANO;
  }

  /** Of all programs this process started that have ended; empty where the system does not tell. */
  public static Optional<Double> children() {
    return GETRUSAGE.map(call -> seconds(call, CHILDREN));
  }

  private static double seconds(MethodHandle getrusage, int who) {
    try (var arena = Arena.ofConfined()) {
      var usage = arena.allocate(STRUCT_BYTES);
      var failed = (int) getrusage.invokeExact(who, usage);
      if (failed != 0) {
        throw new IllegalStateException("getrusage failed with " + failed);
      }
      // Two timevals come first: user, then system. Microseconds fit an int on every system.
      var seconds = usage.get(ValueLayout.JAVA_LONG, 0) + usage.get(ValueLayout.JAVA_LONG, TIMEVAL);
      var micros =
          (long) usage.get(ValueLayout.JAVA_INT, 8) + usage.get(ValueLayout.JAVA_INT, TIMEVAL + 8);
      return seconds + micros * MICRO;
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("getrusage cannot be called", e);
    }
  }
}
