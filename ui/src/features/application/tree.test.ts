import { describe, expect, it } from 'vitest';
import type { Application } from '../../api/types';
import { lines } from './tree';

const app: Application = {
  metadata: { name: 'shop' },
  spec: { destination: {} },
  status: { resources: [{ kind: 'Deployment', group: 'apps', namespace: 'shop', name: 'web', status: 'OutOfSync' }] },
};

describe('resource tree', () => {
  it('puts pods below their replica set below their deployment', () => {
    const result = lines(app, [
      { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web', health: { status: 'Healthy' } },
      { version: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-1-a', parentRefs: [{ group: 'apps', kind: 'ReplicaSet', namespace: 'shop', name: 'web-1' }] },
      { group: 'apps', version: 'v1', kind: 'ReplicaSet', namespace: 'shop', name: 'web-1', parentRefs: [{ group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' }] },
    ]);
    expect(result.map((l) => [l.depth, l.kind])).toEqual([
      [0, 'Deployment'],
      [1, 'ReplicaSet'],
      [2, 'Pod'],
    ]);
    expect(result[0]).toMatchObject({ sync: 'OutOfSync', health: 'Healthy' });
  });

  it('shows a managed object that is not in the cluster', () => {
    expect(lines(app, []).map((l) => l.name)).toEqual(['web']);
  });
});
