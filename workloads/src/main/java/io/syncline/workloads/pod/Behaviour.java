package io.syncline.workloads.pod;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a container is going to do, at real pace. It is declared, in order of weight, by an
 * annotation of the pod, by the tag of the image, or by a plain command.
 *
 * @param pull what stands in the way of its image
 * @param runs how long one run takes; empty for ever
 * @param exitCode how a run ends
 * @param oom whether a run ends for want of memory
 * @param failures how many runs end with {@code exitCode}; the runs after them do what an
 *     undisturbed container does
 * @param readyAfter how long a run takes to become ready, when declared
 * @param neverReady whether it never becomes ready
 */
public record Behaviour(
    Pull pull,
    Optional<Duration> runs,
    int exitCode,
    boolean oom,
    int failures,
    Optional<Duration> readyAfter,
    boolean neverReady) {
  /** The prefix of all annotations of the simulation. */
  public static final String PREFIX = "sim.syncline.io/";

  /** The annotation in which a Job counts the attempts that came before a pod. */
  public static final String ATTEMPT = PREFIX + "attempt";

  /** How long a container of a finite pod runs when nothing says otherwise. */
  private static final Duration FINITE = Duration.ofMillis(100);

  /** When a container crashes that is not told when: before it gets ready. */
  private static final Duration AT_ONCE = Duration.ofMillis(10);

  private static final Pattern IMAGE =
      Pattern.compile(
          "([\\w.-]+(:\\d+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*(:[\\w][\\w.-]{0,127})?"
              + "(@[a-z0-9]+:[0-9a-f]{32,})?");
  private static final Pattern SLOW = Pattern.compile("sim-slow-(\\w+)");

  /** Whether an image can be had. */
  public enum Pull {
    WORKS,
    MISSING,
    INVALID_NAME
  }

  /** What {@code container} of {@code pod} is going to do. */
  public static Behaviour of(Manifest pod, Object container) {
    var image = Tree.text(container, "image");
    var tag = image.substring(image.lastIndexOf('/') + 1);
    var always = always(pod, container);
    var script = Script.of(container);
    var runFor = annotation(pod, container, "run-for").flatMap(Spans::parse);
    var exit = annotation(pod, container, "exit-code").flatMap(Behaviour::number);
    var crash = annotation(pod, container, "crash").or(() -> crashTag(tag));
    var failFirst = annotation(pod, container, "fail-first").flatMap(Behaviour::number);
    var normal =
        runFor
            .or(() -> script.flatMap(Script::runs))
            .or(() -> always || script.isPresent() ? Optional.empty() : Optional.of(FINITE));
    var code = exit.orElse(script.map(Script::exitCode).orElse(0));
    var failures = code == 0 ? 0 : Integer.MAX_VALUE;
    var oom = false;
    if (crash.isPresent()) {
      var words = words(crash.get());
      oom = words.containsKey("oom");
      code = oom ? 137 : number(words.getOrDefault("exit", "1")).orElse(1);
      normal = Spans.parse(words.getOrDefault("after", "")).or(() -> Optional.of(AT_ONCE));
      failures = Integer.MAX_VALUE;
    }
    if (failFirst.isPresent()) {
      var before = pod.annotation(ATTEMPT).flatMap(Behaviour::number).orElse(0);
      failures = Math.max(0, failFirst.get() - before);
      code = code == 0 ? 1 : code;
    }
    return new Behaviour(
        pull(pod, container, image),
        normal,
        code,
        oom,
        failures,
        annotation(pod, container, "ready-after").flatMap(Spans::parse).or(() -> slow(tag)),
        annotation(pod, container, "unready").filter(v -> v.equals("true")).isPresent());
  }

  /** Whether a container is restarted whatever its exit code. */
  static boolean always(Manifest pod, Object container) {
    return restartPolicy(pod, container).equals("Always");
  }

  /** The restart policy that counts for a container. */
  static String restartPolicy(Manifest pod, Object container) {
    var own = Tree.text(container, "restartPolicy");
    var policy = own.isEmpty() ? pod.text("spec", "restartPolicy") : own;
    return policy.isEmpty() ? "Always" : policy;
  }

  /** The annotation for this container alone, or else the one for all containers of the pod. */
  static Optional<String> annotation(Manifest pod, Object container, String name) {
    return pod.annotation(PREFIX + name + "." + Tree.text(container, "name"))
        .or(() -> pod.annotation(PREFIX + name));
  }

  /** The lines a container prints: those declared, and those its command plainly echoes. */
  public static List<String> output(Manifest pod, Object container) {
    var lines = new ArrayList<String>();
    annotation(pod, container, "log").ifPresent(text -> lines.addAll(text.lines().toList()));
    Script.of(container).ifPresent(script -> lines.addAll(script.output()));
    return lines;
  }

  private static Pull pull(Manifest pod, Object container, String image) {
    var declared = annotation(pod, container, "image").orElse("");
    var host = image.contains("/") ? image.substring(0, image.indexOf('/')) : "";
    if (declared.equals("missing")
        || image.contains("does-not-exist")
        || image.contains("sim-missing")
        || host.replaceFirst(":\\d+$", "").endsWith(".invalid")) {
      return Pull.MISSING;
    }
    return IMAGE.matcher(image).matches() ? Pull.WORKS : Pull.INVALID_NAME;
  }

  private static Optional<String> crashTag(String tag) {
    return tag.contains("sim-crash") ? Optional.of("exit=1") : Optional.empty();
  }

  private static Optional<Duration> slow(String tag) {
    var matcher = SLOW.matcher(tag);
    return matcher.find() ? Spans.parse(matcher.group(1)) : Optional.empty();
  }

  private static Map<String, String> words(String text) {
    var map = new LinkedHashMap<String, String>();
    for (var part : text.split(",")) {
      var equals = part.indexOf('=');
      map.put(
          (equals < 0 ? part : part.substring(0, equals)).trim(),
          equals < 0 ? "" : part.substring(equals + 1).trim());
    }
    return map;
  }

  private static Optional<Integer> number(String text) {
    return text.trim().matches("\\d{1,8}")
        ? Optional.of(Integer.parseInt(text.trim()))
        : Optional.empty();
  }

  /** How long run number {@code run}, counted from 0, takes. */
  Optional<Duration> length(int run, boolean always) {
    if (failures > 0 && failures < Integer.MAX_VALUE) {
      return run < failures
          ? runs.or(() -> Optional.of(FINITE))
          : always ? Optional.empty() : runs.or(() -> Optional.of(FINITE));
    }
    return runs;
  }

  /** How run number {@code run} ends. */
  int exit(int run) {
    return run < failures ? exitCode : 0;
  }
}
