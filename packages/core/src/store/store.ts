import type { ClosedAs, TokenRecord } from '../record/record.js'

/**
 * Where records are kept. Every method is one atomic step, between processes too. A store knows no rule of tokens, never
 * reads a clock and never sees a secret; it throws where it cannot tell, and then the service refuses.
 *
 * `@hallpass/store-contract` has the cases that every store passes.
 */
export interface TokenStore {
  /**
   * Keeps a new record. `'taken'`: the id is there already. `'full'`: a limit is reached. Nothing was kept then; where both are
   * so, either is right. A record without a grant has no limits.
   */
  insert(record: TokenRecord, limits?: InsertLimits): Promise<InsertOutcome>
  /** The record with this id, also if it has expired or is closed, until it is swept. */
  find(id: string): Promise<TokenRecord | undefined>
  /** Compare-and-set: keeps `next` only over a record with the same id and version `next.version - 1`. Answers whether it did. Only the members of `RecordChange` may differ. */
  replace(next: TokenRecord): Promise<boolean>
  /**
   * Up to `limit` records in ascending order of their ids, after `after`; each record once, whatever number of its grants
   * fit. Fewer than `limit` only where no more fit: callers take a short page as the last one.
   */
  page(query: PageQuery): Promise<readonly TokenRecord[]>
  /** How many records with a grant of this scope are neither closed nor expired at `now`. */
  count(scope: string, now: number): Promise<number>
  /**
   * Forgets up to `limit` records whose `forgetAt` is before `before`; answers how many. Fewer than `limit` only where no more
   * are due, but for those that others sweep or change at that moment.
   */
  sweep(before: number, limit: number): Promise<number>
  /** Ends what the store itself opened. Calls after it throw; closing twice is fine. */
  close(): Promise<void>
}

/** What became of a new record. */
export type InsertOutcome = 'inserted' | 'taken' | 'full'

/**
 * The most records that may be live (neither closed nor expired at `now`) once the new one is in: of the scope of the
 * new record's first grant, in total and of the new record's subject.
 */
export interface InsertLimits {
  readonly now: number
  readonly total?: number
  readonly perSubject?: number
}

/** Which records a page holds: all that fit every member given. */
export interface PageQuery {
  readonly limit: number
  /** The last id of the page before. */
  readonly after?: string
  /** Records with a grant of this scope. */
  readonly scope?: string
  /** Only together with `scope`: one and the same grant has this scope and this resource id. */
  readonly resourceId?: string
  readonly subject?: string
  readonly createdBy?: string
  readonly parent?: string
  /** The stored state, which does not change with time. */
  readonly state?: TokenRecord['state']
  readonly closedAs?: ClosedAs
}
