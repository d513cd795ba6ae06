import type { Route } from './apps/app-setup.js'
import { file, flow, order, repository, tenant } from './scopes.js'

/** The routes that the table of exchanges runs against: those of the scopes, and neighbours that no token is for. */
export const ROUTES: readonly Route[] = [
  { name: 'export', method: 'GET', path: '/api/oauth/flows/export', scopes: flow },
  { name: 'look', method: 'GET', path: '/api/oauth/flows/:flowId', scopes: flow },
  { name: 'start', method: 'POST', path: '/api/oauth/flows/:flowId/start', scopes: flow },
  { name: 'delete', method: 'DELETE', path: '/api/oauth/flows/:flowId', scopes: flow },
  { name: 'download', method: 'GET', path: '/api/oauth/files/:fileId', scopes: file },
  { name: 'order', method: 'ALL', path: '/api/oauth/orders/:orderId', scopes: order },
  { name: 'tenant', method: 'GET', path: '/api/oauth/tenants/:tenant/flows/:flowId', scopes: tenant },
  { name: 'repository', method: 'GET', path: '/api/oauth/repositories/:name', scopes: repository },
  { name: 'open', method: 'GET', path: '/api/oauth/open' },
]
