/** The parts of Argo CD's JSON that the page reads. */
export interface Meta {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  resourceVersion?: string;
  creationTimestamp?: string;
  deletionTimestamp?: string;
}

export interface Source {
  repoURL: string;
  targetRevision?: string;
  path?: string;
  chart?: string;
}

export interface HealthState {
  status?: string;
  message?: string;
}

export interface ResourceStatus {
  group?: string;
  version?: string;
  kind: string;
  namespace?: string;
  name: string;
  status?: string;
  health?: HealthState;
  hook?: boolean;
  requiresPruning?: boolean;
}

export interface HistoryEntry {
  id: number;
  revision?: string;
  revisions?: string[];
  deployedAt?: string;
  deployStartedAt?: string;
  initiatedBy?: { username?: string; automated?: boolean };
}

export interface ResultRow {
  group?: string;
  kind: string;
  namespace?: string;
  name: string;
  status?: string;
  message?: string;
  hookPhase?: string;
  syncPhase?: string;
}

export interface OperationState {
  phase: string;
  message?: string;
  startedAt?: string;
  finishedAt?: string;
  syncResult?: { revision?: string; resources?: ResultRow[] };
}

export interface Application {
  metadata: Meta;
  spec: {
    project?: string;
    source?: Source;
    sources?: Source[];
    destination: { server?: string; name?: string; namespace?: string };
    syncPolicy?: { automated?: { prune?: boolean; selfHeal?: boolean; enabled?: boolean } | null };
  };
  status?: {
    sync?: { status?: string; revision?: string };
    health?: HealthState;
    resources?: ResourceStatus[];
    conditions?: { type: string; message: string; lastTransitionTime?: string }[];
    history?: HistoryEntry[];
    operationState?: OperationState;
    reconciledAt?: string;
    summary?: { images?: string[] };
  };
  operation?: unknown;
}

export interface TreeNode {
  group?: string;
  version: string;
  kind: string;
  namespace?: string;
  name: string;
  uid?: string;
  parentRefs?: { group?: string; kind: string; namespace?: string; name: string }[];
  info?: { name: string; value: string }[];
  images?: string[];
  health?: HealthState;
  createdAt?: string;
}

export interface ManagedResource {
  group?: string;
  kind: string;
  namespace?: string;
  name: string;
  targetState: string;
  liveState: string;
  normalizedLiveState: string;
  predictedLiveState: string;
  modified?: boolean;
  hook?: boolean;
}

export interface Settings {
  simulatedCluster?: boolean;
  url?: string;
}

export function sourcesOf(app: Application): Source[] {
  return app.spec.sources?.length ? app.spec.sources : app.spec.source ? [app.spec.source] : [];
}

export function automated(app: Application): boolean {
  const policy = app.spec.syncPolicy?.automated;
  return !!policy && policy.enabled !== false;
}
