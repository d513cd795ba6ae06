import type { Deed } from '../history/history.js'
import type { tasks } from './tasks.js'

/** What a worker can be asked to do. */
export type Tasks = typeof tasks

/** What a worker is told. */
export interface Order {
  readonly number: number
  readonly task: keyof Tasks
  readonly args: readonly unknown[]
}

/** What a worker tells. A use is told of before it is tried, so that nobody can die in the middle of it unnoticed. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'began'; readonly token: string; readonly begin: number; readonly use: number }
  | { readonly kind: 'ended'; readonly use: number; readonly end: number; readonly outcome: Deed['outcome'] }
  | { readonly kind: 'done'; readonly number: number; readonly value?: unknown; readonly error?: string }
