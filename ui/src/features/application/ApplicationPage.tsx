import { Alert, Anchor, Breadcrumbs, Button, Code, Group, Paper, SimpleGrid, Stack, Tabs, Text, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { call } from '../../api/client';
import { useLiveTree } from '../../api/live';
import { automated, sourcesOf, type Application } from '../../api/types';
import { Status } from '../../components/Status';
import { ago, short } from '../../components/format';
import { useNow } from '../../components/useNow';
import { api } from '../../paths';
import { Differences } from './Differences';
import { History } from './History';
import { LastSync } from './LastSync';
import { ResourceTree } from './ResourceTree';

export function ApplicationPage() {
  const { name } = useParams({ strict: false }) as { name: string };
  const { data, error } = useQuery({
    queryKey: ['applications'],
    queryFn: async () => (await call<{ items: Application[] }>(api.applications)).items,
    staleTime: Infinity,
  });
  const app = data?.find((a) => a.metadata.name === name);
  if (error) {
    return <Alert color="red" role="alert">{error.message}</Alert>;
  }
  if (!data) {
    return <Text c="dimmed">Loading…</Text>;
  }
  return app ? <Loaded app={app} /> : <Alert color="orange" title={`No application ${name}`}>It may have been deleted. <Anchor component={Link} to="/applications">All applications</Anchor></Alert>;
}

function Loaded({ app }: { app: Application }) {
  const name = app.metadata.name;
  const now = useNow();
  const client = useQueryClient();
  useLiveTree(name);
  const act = useMutation({
    mutationFn: (request: { path: string; method: string; body?: unknown }) => call(request.path, request),
    onSettled: () => client.invalidateQueries({ queryKey: ['managed', name] }),
  });
  const refresh = () => act.mutate({ path: `${api.application(name)}?refresh=normal`, method: 'GET' });
  const sync = () => act.mutate({ path: api.sync(name), method: 'POST', body: { prune: app.spec.syncPolicy?.automated?.prune ?? false } });
  useHotkeys([
    ['r', refresh],
    ['s', sync],
  ]);
  const running = app.status?.operationState?.phase === 'Running' || app.status?.operationState?.phase === 'Terminating';
  const source = sourcesOf(app)[0];
  return (
    <Stack>
      <Breadcrumbs>
        <Anchor component={Link} to="/applications">Applications</Anchor>
        <Text>{name}</Text>
      </Breadcrumbs>
      <Group justify="space-between" align="flex-start">
        <Group>
          <Title order={1} size="h3">{name}</Title>
          <Status word={app.status?.health?.status} hint={app.status?.health?.message} />
          <Status word={app.status?.sync?.status} />
        </Group>
        <Group>
          <Button variant="default" onClick={refresh} title="r">Refresh</Button>
          {running ? (
            <Button color="orange" onClick={() => act.mutate({ path: api.operation(name), method: 'DELETE' })}>Terminate</Button>
          ) : (
            <Button onClick={sync} loading={act.isPending} title="s">Sync</Button>
          )}
        </Group>
      </Group>
      {act.error && <Alert color="red" role="alert" withCloseButton onClose={() => act.reset()}>{act.error.message}</Alert>}
      {app.status?.conditions?.map((c) => (
        <Alert key={c.type + c.message} color={c.type.endsWith('Error') ? 'red' : 'yellow'} title={c.type}>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>{c.message}</Text>
        </Alert>
      ))}
      <Paper withBorder p="md">
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
          <Fact label="Source">{source?.repoURL}<br />{source?.path ?? source?.chart} @ {source?.targetRevision || 'HEAD'}</Fact>
          <Fact label="Compared with"><Code>{short(app.status?.sync?.revision) || '–'}</Code> {ago(app.status?.reconciledAt, now)}</Fact>
          <Fact label="Destination">{app.spec.destination.name || app.spec.destination.server}<br />{app.spec.destination.namespace}</Fact>
          <Fact label="Policy">{automated(app) ? `Automated${app.spec.syncPolicy?.automated?.prune ? ', prune' : ''}${app.spec.syncPolicy?.automated?.selfHeal ? ', self-heal' : ''}` : 'Manual'}<br />project {app.spec.project || 'default'}</Fact>
        </SimpleGrid>
      </Paper>
      <Tabs defaultValue="resources" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="resources">Resources</Tabs.Tab>
          <Tabs.Tab value="diff">Differences</Tabs.Tab>
          <Tabs.Tab value="sync">Last sync</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="resources" pt="md"><ResourceTree app={app} /></Tabs.Panel>
        <Tabs.Panel value="diff" pt="md"><Differences name={name} /></Tabs.Panel>
        <Tabs.Panel value="sync" pt="md"><LastSync state={app.status?.operationState} now={now} /></Tabs.Panel>
        <Tabs.Panel value="history" pt="md"><History app={app} now={now} /></Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed" tt="uppercase">{label}</Text>
      <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>{children}</Text>
    </div>
  );
}
