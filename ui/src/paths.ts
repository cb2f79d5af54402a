/** Every address of the API in one place. */
export const api = {
  session: '/api/v1/session',
  userInfo: '/api/v1/session/userinfo',
  settings: '/api/v1/settings',
  version: '/api/version',
  applications: '/api/v1/applications',
  application: (name: string) => `/api/v1/applications/${encodeURIComponent(name)}`,
  tree: (name: string) => `${api.application(name)}/resource-tree`,
  managed: (name: string) => `${api.application(name)}/managed-resources`,
  sync: (name: string) => `${api.application(name)}/sync`,
  rollback: (name: string) => `${api.application(name)}/rollback`,
  operation: (name: string) => `${api.application(name)}/operation`,
  commit: (name: string, sha: string) => `${api.application(name)}/revisions/${encodeURIComponent(sha)}/metadata`,
  events: (name: string) => `${api.application(name)}/events`,
  streamApplications: '/api/v1/stream/applications',
  streamTree: (name: string) => `/api/v1/stream/applications/${encodeURIComponent(name)}/resource-tree`,
};
