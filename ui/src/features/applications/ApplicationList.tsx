import { Alert, Anchor, Group, SegmentedControl, Skeleton, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { call } from '../../api/client';
import { automated, sourcesOf, type Application } from '../../api/types';
import { Status } from '../../components/Status';
import { ago, short } from '../../components/format';
import { useNow } from '../../components/useNow';
import { api } from '../../paths';
import { urgency } from '../../status';

export function ApplicationList() {
  const { data, error } = useQuery({
    queryKey: ['applications'],
    queryFn: async () => (await call<{ items: Application[] }>(api.applications)).items,
    staleTime: Infinity,
  });
  const [filter, setFilter] = useState('');
  const [show, setShow] = useState('all');
  const search = useRef<HTMLInputElement>(null);
  const now = useNow();
  useHotkeys([['/', () => search.current?.focus()]]);
  const rows = useMemo(() => visible(data ?? [], filter, show), [data, filter, show]);
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h3">
          Applications {data && <Text span c="dimmed">{rows.length === data.length ? data.length : `${rows.length} of ${data.length}`}</Text>}
        </Title>
        <Group>
          <SegmentedControl
            aria-label="Show"
            value={show}
            onChange={setShow}
            data={[
              { value: 'all', label: 'All' },
              { value: 'attention', label: 'Needs a look' },
            ]}
          />
          <TextInput ref={search} aria-label="Filter applications" placeholder="Filter  ( / )" value={filter} onChange={(e) => setFilter(e.currentTarget.value)} />
        </Group>
      </Group>
      {error && <Alert color="red" role="alert">{error.message}</Alert>}
      {!data && !error && <Skeleton h={320} />}
      {data && (
        <Table.ScrollContainer minWidth={820}>
          <Table highlightOnHover verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                {['Name', 'Health', 'Sync', 'Revision', 'Namespace', 'Project', 'Policy', 'Compared'].map((h) => (
                  <Table.Th key={h} scope="col">{h}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((app) => (
                <Row key={app.metadata.name} app={app} now={now} />
              ))}
            </Table.Tbody>
          </Table>
          {rows.length === 0 && <Text c="dimmed" py="md">{data.length === 0 ? 'No applications yet. Apply one with kubectl or `syncline app create`.' : 'Nothing fits the filter.'}</Text>}
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}

function Row({ app, now }: { app: Application; now: number }) {
  const conditions = app.status?.conditions ?? [];
  const running = app.status?.operationState?.phase === 'Running';
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/applications/${app.metadata.name}`} fw={600}>
          {app.metadata.name}
        </Anchor>
        {conditions.length > 0 && (
          <Text size="xs" c="red" lineClamp={1} title={conditions[0]?.message}>
            {conditions[0]?.type}: {conditions[0]?.message}
          </Text>
        )}
      </Table.Td>
      <Table.Td><Status word={app.status?.health?.status} hint={app.status?.health?.message} /></Table.Td>
      <Table.Td>
        <Group gap={6}>
          <Status word={app.status?.sync?.status} />
          {running && <Text size="xs" c="blue">syncing</Text>}
        </Group>
      </Table.Td>
      <Table.Td>
        <Text size="sm" ff="monospace">{sourcesOf(app)[0]?.targetRevision || 'HEAD'} <Text span c="dimmed" size="sm" ff="monospace">{short(app.status?.sync?.revision)}</Text></Text>
      </Table.Td>
      <Table.Td>{app.spec.destination.namespace}</Table.Td>
      <Table.Td>{app.spec.project || 'default'}</Table.Td>
      <Table.Td>{automated(app) ? 'Auto' : 'Manual'}</Table.Td>
      <Table.Td><Text size="sm" c="dimmed">{ago(app.status?.reconciledAt, now)}</Text></Table.Td>
    </Table.Tr>
  );
}

export function visible(apps: Application[], filter: string, show: string): Application[] {
  const needle = filter.trim().toLowerCase();
  return apps
    .filter((a) => {
      const attention = a.status?.sync?.status !== 'Synced' || a.status?.health?.status !== 'Healthy' || !!a.status?.conditions?.length;
      const text = `${a.metadata.name} ${a.spec.project ?? ''} ${a.spec.destination.namespace ?? ''} ${sourcesOf(a).map((s) => s.repoURL).join(' ')}`;
      return (show === 'all' || attention) && (!needle || text.toLowerCase().includes(needle));
    })
    .sort((a, b) => {
      const order = urgency(a.status?.sync?.status ?? '', a.status?.health?.status ?? '') - urgency(b.status?.sync?.status ?? '', b.status?.health?.status ?? '');
      return show === 'all' ? a.metadata.name.localeCompare(b.metadata.name) : order || a.metadata.name.localeCompare(b.metadata.name);
    });
}
