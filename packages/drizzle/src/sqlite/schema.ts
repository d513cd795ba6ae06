import type { Grant, Hold, JsonObject, RecordedDecision, TokenRecord } from '@hallpass/core'
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { StoredGrants } from '../record/stored-grants.js'

/**
 * One row a record: columns for what people filter by, JSON for the rest. JSON that would be empty is `NULL`. Times are
 * milliseconds since the epoch. The store writes the table `STRICT` and `WITHOUT ROWID`, which drizzle has no words for.
 */
export const hallpassTokens = sqliteTable(
  'hallpass_tokens',
  {
    id: text().primaryKey(),
    version: integer().notNull(),
    state: text({ enum: ['pending', 'active', 'closed'] }).notNull(),
    closedAs: text('closed_as', { enum: ['consumed', 'denied', 'revoked'] }),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    forgetAt: integer('forget_at').notNull(),
    changedAt: integer('changed_at').notNull(),
    /** `NULL` for unlimited. */
    uses: integer(),
    usesLeft: integer('uses_left'),
    returned: integer().notNull(),
    /** Of the first grant. */
    scope: text(),
    /** Of the first grant; `NULL` for none and for any. */
    resourceId: text('resource_id'),
    /** Of the first grant. */
    params: text({ mode: 'json' }).$type<Grant['params']>(),
    /** All grants; the first without what has a column of its own, so that its text is the same for many tokens. */
    grants: text({ mode: 'json' }).$type<StoredGrants>(),
    subject: text(),
    name: text(),
    createdBy: text('created_by'),
    parent: text(),
    format: text().notNull(),
    digest: text().notNull(),
    pepper: text(),
    fingerprint: text(),
    bindings: text({ mode: 'json' }).$type<TokenRecord['bindings']>(),
    roles: text({ mode: 'json' }).$type<readonly string[]>(),
    metadata: text({ mode: 'json' }).$type<JsonObject>(),
    decisions: text({ mode: 'json' }).$type<readonly RecordedDecision[]>(),
    holds: text({ mode: 'json' }).$type<readonly Hold[]>(),
    attempts: text({ mode: 'json' }).$type<readonly string[]>(),
  },
  (table) => [
    index('hallpass_tokens_forget').on(table.forgetAt),
    index('hallpass_tokens_subject').on(table.subject, table.id).where(sql`subject is not null`),
    index('hallpass_tokens_creator').on(table.createdBy, table.id).where(sql`created_by is not null`),
    index('hallpass_tokens_parent').on(table.parent, table.id).where(sql`parent is not null`),
    index('hallpass_tokens_pending').on(table.id).where(sql`state = 'pending'`),
    index('hallpass_tokens_closed').on(table.id, table.closedAs).where(sql`closed_as is not null`),
    index('hallpass_tokens_live').on(table.scope, table.expiresAt, table.state).where(sql`state <> 'closed'`),
  ],
)

/** An index for looking up by scope and resource: one row a grant, written with the token and removed with it. */
export const hallpassGrants = sqliteTable(
  'hallpass_grants',
  {
    scope: text().notNull(),
    tokenId: text('token_id').notNull(),
    /** 0 for the first grant. */
    position: integer().notNull(),
    /** `NULL` for none and for any. */
    resourceId: text('resource_id'),
  },
  (table) => [
    primaryKey({ columns: [table.scope, table.tokenId, table.position] }),
    index('hallpass_grants_resource')
      .on(table.scope, table.resourceId, table.tokenId)
      .where(sql`resource_id is not null`),
    index('hallpass_grants_further').on(table.scope, table.tokenId).where(sql`position > 0`),
  ],
)

/** How many records of a scope were live at a moment, for scopes with limits. What is not here is counted afresh. */
export const hallpassLive = sqliteTable('hallpass_live', {
  scope: text().primaryKey(),
  live: integer().notNull(),
  /** The moment. Later expiries are still counted in `live`. */
  countedAt: integer('counted_at').notNull(),
})

/** The same, by subject, at the same moment. Who has no row has no live record. */
export const hallpassLiveSubjects = sqliteTable(
  'hallpass_live_subjects',
  {
    scope: text().notNull(),
    /** `=` and the subject; empty for records without one. */
    whose: text().notNull(),
    live: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.whose] })],
)

/** Which migrations of the store the database has seen. */
export const hallpassMigrations = sqliteTable('hallpass_migrations', { name: text().primaryKey() })
