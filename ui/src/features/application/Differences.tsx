import { Alert, Box, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { diffLines } from 'diff';
import { useMemo } from 'react';
import { stringify } from 'yaml';
import { call } from '../../api/client';
import type { ManagedResource } from '../../api/types';
import { api } from '../../paths';

export function Differences({ name }: { name: string }) {
  const { data, error } = useQuery({
    queryKey: ['managed', name],
    queryFn: async () => (await call<{ items?: ManagedResource[] }>(api.managed(name))).items ?? [],
  });
  if (error) {
    return <Alert color="red" role="alert">{error.message}</Alert>;
  }
  const changed = (data ?? []).filter((r) => !r.hook && (r.modified || r.targetState === 'null' || r.liveState === 'null'));
  if (data && changed.length === 0) {
    return <Text c="dimmed">The cluster has what Git says.</Text>;
  }
  return (
    <Stack>
      {changed.map((r) => (
        <Difference key={`${r.group}/${r.kind}/${r.namespace}/${r.name}`} resource={r} />
      ))}
    </Stack>
  );
}

function yamlOf(json: string): string {
  const value: unknown = JSON.parse(json || 'null');
  return value === null ? '' : stringify(value);
}

function Difference({ resource }: { resource: ManagedResource }) {
  const parts = useMemo(() => diffLines(yamlOf(resource.normalizedLiveState), yamlOf(resource.targetState === 'null' ? 'null' : resource.predictedLiveState)), [resource]);
  return (
    <section aria-label={`${resource.kind} ${resource.name}`}>
      <Title order={2} size="h5">
        {resource.kind} {resource.namespace ? `${resource.namespace}/` : ''}{resource.name}{' '}
        <Text span size="sm" c="dimmed">{resource.liveState === 'null' ? 'would be created' : resource.targetState === 'null' ? 'is not in Git any more' : 'would be changed'}</Text>
      </Title>
      <Box component="pre" fz="xs" p="sm" m={0} style={{ overflow: 'auto', maxHeight: 520, border: '1px solid var(--mantine-color-default-border)', borderRadius: 6 }}>
        {parts.map((part, i) => (
          <Piece key={i} text={part.value} sign={part.added ? '+' : part.removed ? '-' : ' '} />
        ))}
      </Box>
    </section>
  );
}

const CONTEXT = 3;

function Piece({ text, sign }: { text: string; sign: '+' | '-' | ' ' }) {
  let rows = text.replace(/\n$/, '').split('\n');
  if (sign === ' ' && rows.length > 2 * CONTEXT + 1) {
    rows = [...rows.slice(0, CONTEXT), `… ${rows.length - 2 * CONTEXT} lines the same`, ...rows.slice(-CONTEXT)];
  }
  const color = sign === '+' ? 'var(--mantine-color-teal-light)' : sign === '-' ? 'var(--mantine-color-red-light)' : undefined;
  return <div style={{ background: color }}>{rows.map((row) => `${sign} ${row}\n`).join('')}</div>;
}
