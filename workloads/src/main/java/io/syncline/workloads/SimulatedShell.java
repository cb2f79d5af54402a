package io.syncline.workloads;

import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.rest.PodShell;
import io.syncline.model.object.Manifest;
import io.syncline.workloads.shell.ContainerShell;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/**
 * Answers {@code kubectl exec} and {@code kubectl cp} for simulated pods: a handful of plain
 * commands on files in memory. Whatever else is asked for ends with exit code 127 and a line that
 * begins with {@code [simulated]}.
 */
public final class SimulatedShell implements PodShell {
  private final ContainerShell shell;

  /** Reads ConfigMaps and Secrets through {@code api}, and tells the time of {@code clock}. */
  public SimulatedShell(LocalApi api, InstantSource clock) {
    shell = new ContainerShell(api, clock);
  }

  @Override
  public int run(Manifest pod, String container, List<String> command, Streams streams)
      throws IOException, InterruptedException {
    return shell.run(
        pod,
        container,
        command,
        new ContainerShell.Client(streams.in(), streams.out(), streams.err(), streams.terminal()));
  }
}
