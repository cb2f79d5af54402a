package io.syncline.localkube.observe;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests and watches, and writes them as Prometheus reads them. For many threads. */
public final class Traffic {
  private static final double[] BOUNDS = {
    0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 5, 10, 60
  };

  private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final Map<String, Times> times = new ConcurrentSkipListMap<>();
  private final Map<String, AtomicInteger> watchers = new ConcurrentSkipListMap<>();
  private final AtomicInteger reading = new AtomicInteger();
  private final AtomicInteger writing = new AtomicInteger();

  /**
   * What a request is about; every part may be "".
   *
   * @param scope {@code resource}, {@code namespace} or {@code cluster}
   */
  public record About(
      String verb,
      String group,
      String version,
      String resource,
      String subresource,
      String scope) {
    private String labels() {
      return "group=\"%s\",resource=\"%s\",scope=\"%s\",subresource=\"%s\",verb=\"%s\",version=\"%s\""
          .formatted(group, resource, scope, subresource, verb, version);
    }

    private boolean mutating() {
      return !verb.equals("GET") && !verb.equals("LIST") && !verb.equals("WATCH");
    }
  }

  /** How long requests took. */
  private static final class Times {
    private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();

    Times() {
      for (var i = 0; i < counts.length; i++) {
        counts[i] = new LongAdder();
      }
    }

    void add(Duration time) {
      var seconds = time.toNanos() / 1e9;
      var i = 0;
      while (i < BOUNDS.length && seconds > BOUNDS[i]) {
        i++;
      }
      counts[i].increment();
      nanos.add(time.toNanos());
    }
  }

  /** A request begins to be answered. */
  public void begin(About about) {
    (about.mutating() ? writing : reading).incrementAndGet();
  }

  /** It was answered with an HTTP status after some time. */
  public void end(About about, int code, Duration time) {
    (about.mutating() ? writing : reading).decrementAndGet();
    requests
        .computeIfAbsent("code=\"" + code + "\"," + about.labels(), labels -> new LongAdder())
        .increment();
    times.computeIfAbsent(about.labels(), labels -> new Times()).add(time);
  }

  /** The number of watches of a resource that are under way, to be counted up and down. */
  public AtomicInteger watchers(About about) {
    return watchers.computeIfAbsent(
        "group=\"%s\",resource=\"%s\",version=\"%s\""
            .formatted(about.group, about.resource, about.version),
        labels -> new AtomicInteger());
  }

  /** All figures as text, with the numbers of objects by resource such as {@code pods}. */
  public String text(Map<String, Integer> objects) {
    var text = new StringBuilder();
    head(text, "apiserver_request_total", "counter", "Requests answered, by what they were about.");
    requests.forEach((labels, count) -> line(text, "apiserver_request_total", labels, count.sum()));
    head(
        text,
        "apiserver_request_duration_seconds",
        "histogram",
        "Time until a request was answered.");
    times.forEach((labels, values) -> histogram(text, labels, values));
    head(text, "apiserver_current_inflight_requests", "gauge", "Requests being answered now.");
    line(text, "apiserver_current_inflight_requests", "request_kind=\"mutating\"", writing.get());
    line(text, "apiserver_current_inflight_requests", "request_kind=\"readOnly\"", reading.get());
    head(text, "apiserver_registered_watchers", "gauge", "Watches under way.");
    watchers.forEach(
        (labels, count) -> line(text, "apiserver_registered_watchers", labels, count.get()));
    head(text, "apiserver_storage_objects", "gauge", "Objects kept, by resource.");
    new TreeMap<>(objects)
        .forEach(
            (resource, count) ->
                line(text, "apiserver_storage_objects", "resource=\"" + resource + "\"", count));
    process(text);
    return text.toString();
  }

  private static void histogram(StringBuilder text, String labels, Times values) {
    var name = "apiserver_request_duration_seconds";
    var sum = 0L;
    for (var i = 0; i <= BOUNDS.length; i++) {
      sum += values.counts[i].sum();
      var bound = i == BOUNDS.length ? "+Inf" : number(BOUNDS[i]);
      line(text, name + "_bucket", labels + ",le=\"" + bound + "\"", sum);
    }
    text.append(name).append("_sum{").append(labels).append("} ");
    text.append(values.nanos.sum() / 1e9).append('\n');
    line(text, name + "_count", labels, sum);
  }

  private static String number(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  private static void process(StringBuilder text) {
    var runtime = ManagementFactory.getRuntimeMXBean();
    head(text, "process_start_time_seconds", "gauge", "Start of the process since the epoch.");
    text.append("process_start_time_seconds ").append(runtime.getStartTime() / 1e3).append('\n');
    var spent = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    head(text, "process_cpu_seconds_total", "counter", "CPU time of the process.");
    text.append("process_cpu_seconds_total ").append(spent.toMillis() / 1e3).append('\n');
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    head(text, "jvm_memory_used_bytes", "gauge", "Memory in use.");
    line(text, "jvm_memory_used_bytes", "area=\"heap\"", heap);
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder text, String name, String labels, long value) {
    text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
  }
}
