package io.syncline.workloads;

import io.syncline.localkube.api.LocalApi;
import io.syncline.workloads.apps.DaemonSetController;
import io.syncline.workloads.apps.DeploymentController;
import io.syncline.workloads.apps.ReplicaSetController;
import io.syncline.workloads.apps.StatefulSetController;
import io.syncline.workloads.batch.CronJobController;
import io.syncline.workloads.batch.JobController;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.fault.FaultController;
import io.syncline.workloads.fault.Refusals;
import io.syncline.workloads.loop.ControlLoop;
import io.syncline.workloads.network.EndpointController;
import io.syncline.workloads.network.IngressController;
import io.syncline.workloads.network.LoadBalancerController;
import io.syncline.workloads.node.NodeHeartbeat;
import io.syncline.workloads.node.NodeMonitor;
import io.syncline.workloads.node.TaintEviction;
import io.syncline.workloads.pod.Behaviour;
import io.syncline.workloads.pod.Kubelet;
import io.syncline.workloads.policy.AutoscalerController;
import io.syncline.workloads.policy.DisruptionController;
import io.syncline.workloads.schedule.NodeFit;
import io.syncline.workloads.schedule.Scheduler;
import io.syncline.workloads.storage.VolumeClaimController;
import io.syncline.workloads.storage.VolumeController;
import io.syncline.workloads.time.SimulationClock;
import io.syncline.workloads.time.SystemTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Simulated workloads at work on one API. Started by {@link #start}, ended by {@link #close}; what
 * is stored stays, and a later start goes on from there.
 */
public final class Workloads implements AutoCloseable {
  private final ControlLoop loop;
  private final Optional<SystemTime> ownClock;

  private Workloads(ControlLoop loop, Optional<SystemTime> ownClock) {
    this.loop = loop;
    this.ownClock = ownClock;
  }

  /** Starts them: nodes and classes that are missing are made, then all controllers run. */
  public static Workloads start(LocalApi api, WorkloadSettings settings) {
    var own = settings.clock().isPresent() ? Optional.<SystemTime>empty() : systemTime();
    SimulationClock clock = settings.clock().isPresent() ? settings.clock().get() : own.get();
    Surroundings.make(api, settings.nodes(), clock.instant());
    var loop =
        new ControlLoop(
            api,
            clock,
            controllers(settings.pace()),
            settings.events(),
            new Refusals(settings.pace()));
    return new Workloads(loop, own);
  }

  private static Optional<SystemTime> systemTime() {
    return Optional.of(new SystemTime());
  }

  private static List<Controller> controllers(Pace pace) {
    return List.of(
        new DeploymentController(pace),
        new ReplicaSetController(Kind.REPLICA_SET, pace),
        new ReplicaSetController(Kind.REPLICATION_CONTROLLER, pace),
        new StatefulSetController(pace),
        new DaemonSetController(pace, NodeFit::admits),
        new JobController(pace, Behaviour.ATTEMPT),
        new CronJobController(),
        new FaultController(pace),
        new NodeHeartbeat(),
        new NodeMonitor(pace),
        new TaintEviction(pace),
        new Scheduler(pace),
        new Kubelet(pace),
        new EndpointController(),
        new LoadBalancerController(pace),
        new IngressController(Surroundings.INGRESS_CONTROLLER),
        new VolumeClaimController(),
        new VolumeController(),
        new DisruptionController(),
        new AutoscalerController());
  }

  /**
   * Waits until nothing is left to do at the present time; for tests with a clock of their own.
   *
   * @return whether it came to rest within {@code timeout}
   */
  public boolean settle(Duration timeout) {
    return loop.settle(timeout);
  }

  /**
   * Has {@link #settle}, and a clock that is moved, wait until the write with this resourceVersion
   * was noticed.
   */
  public void expect(String resourceVersion) {
    loop.expect(resourceVersion);
  }

  @Override
  public void close() {
    loop.close();
    ownClock.ifPresent(SystemTime::close);
  }
}
