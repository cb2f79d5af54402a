import { describe, expect, it } from 'vitest';
import type { Application } from '../../api/types';
import { visible } from './ApplicationList';

function app(name: string, sync: string, health: string): Application {
  return {
    metadata: { name },
    spec: { project: 'shop', destination: { namespace: `${name}-ns` } },
    status: { sync: { status: sync }, health: { status: health } },
  };
}

const apps = [app('web', 'Synced', 'Healthy'), app('api', 'OutOfSync', 'Healthy'), app('db', 'Synced', 'Degraded')];

describe('visible applications', () => {
  it('sorts by name when all are shown', () => {
    expect(visible(apps, '', 'all').map((a) => a.metadata.name)).toEqual(['api', 'db', 'web']);
  });

  it('shows the most urgent first when asked for what needs a look', () => {
    expect(visible(apps, '', 'attention').map((a) => a.metadata.name)).toEqual(['db', 'api']);
  });

  it('finds by namespace as well as by name', () => {
    expect(visible(apps, 'WEB-ns', 'all').map((a) => a.metadata.name)).toEqual(['web']);
  });
});
