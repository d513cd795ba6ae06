/** Every group of benchmarks: its file in `groups`, and what it is for. */
export const GROUPS = {
  memory: 'the memory store',
  scopes: 'many scopes, many routes',
  sqlite: 'SQLite',
  redis: 'Redis',
  postgres: 'Postgres',
  peers: 'peers, in process',
  'better-auth': 'better-auth on SQLite',
  http: 'Express and Koa over HTTP',
  sweep: 'the event loop while SQLite is swept',
  winners: 'one winner of many processes',
  sizes: 'memory, start-up, installed size',
  mitata: 'a second opinion, by mitata',
} as const

export type GroupName = keyof typeof GROUPS

export function isGroup(name: string): name is GroupName {
  return Object.hasOwn(GROUPS, name)
}
