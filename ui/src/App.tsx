import { Alert, Anchor, AppShell, Badge, Group, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { call } from './api/client';
import { useLiveApplications } from './api/live';
import type { Settings } from './api/types';
import { Login } from './features/login/Login';
import { api } from './paths';

export function App() {
  const { data: user, error } = useQuery({
    queryKey: ['user'],
    queryFn: () => call<{ loggedIn: boolean; username?: string }>(api.userInfo),
  });
  if (error) {
    return <Alert color="red" m="lg" role="alert" title="The server does not answer">{error.message}</Alert>;
  }
  if (!user) {
    return null;
  }
  return user.loggedIn ? <Shell username={user.username ?? ''} /> : <Login />;
}

function Shell({ username }: { username: string }) {
  const connection = useLiveApplications();
  const client = useQueryClient();
  const { data: settings } = useQuery({ queryKey: ['settings'], queryFn: () => call<Settings>(api.settings) });
  const { data: version } = useQuery({ queryKey: ['version'], queryFn: () => call<{ Version: string }>(api.version) });
  const logout = async () => {
    await call(api.session, { method: 'DELETE' });
    client.clear();
    window.location.assign('/');
  };
  return (
    <AppShell header={{ height: 52 }} padding="md">
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <img src="/favicon.svg" alt="" width={26} height={26} />
            <Anchor component={Link} to="/applications" fw={700} c="inherit" underline="never">Syncline</Anchor>
            {settings?.simulatedCluster && (
              <Badge color="yellow" variant="light" tt="none" title="Pods, images and logs are simulated: nothing here really runs">simulated cluster</Badge>
            )}
          </Group>
          <Group gap="md" wrap="nowrap">
            <Text size="sm" c={connection === 'live' ? 'teal' : 'orange'} role="status">{connection === 'live' ? '● live' : '○ connecting'}</Text>
            <Text size="sm" c="dimmed">{version?.Version}</Text>
            <Text size="sm">{username}</Text>
            <Anchor component="button" size="sm" onClick={() => void logout()}>Log out</Anchor>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
