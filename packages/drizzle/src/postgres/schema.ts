import type { Grant, Hold, JsonObject, RecordedDecision, TokenRecord } from '@hallpass/core'
import { sql } from 'drizzle-orm'
import { bigint, customType, index, json, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { StoredGrants } from '../record/stored-grants.js'

/**
 * Text that is compared and ordered byte by byte, whatever the database's collation is: ids are paged through in that order,
 * and an index over it outlives an upgrade of the machine's locales.
 */
const key = customType<{ data: string; config: { readonly enum: readonly string[] } }>({
  dataType: () => 'text COLLATE "C"',
})

/** Milliseconds since the epoch, and counts: beyond 32 bits, and exact as a number. */
const whole = (name?: string) => (name === undefined ? bigint({ mode: 'number' }) : bigint(name, { mode: 'number' }))

/**
 * One row a record: columns for what people filter by, JSON for the rest. JSON that would be empty is `NULL`. Times are
 * milliseconds since the epoch.
 */
export const hallpassTokens = pgTable(
  'hallpass_tokens',
  {
    id: key().primaryKey(),
    version: whole().notNull(),
    state: key().$type<TokenRecord['state']>().notNull(),
    closedAs: key('closed_as').$type<NonNullable<TokenRecord['closedAs']>>(),
    createdAt: whole('created_at').notNull(),
    expiresAt: whole('expires_at').notNull(),
    forgetAt: whole('forget_at').notNull(),
    changedAt: whole('changed_at').notNull(),
    /** `NULL` for unlimited. */
    uses: whole(),
    usesLeft: whole('uses_left'),
    returned: whole().notNull(),
    /** Of the first grant. */
    scope: key(),
    /** Of the first grant; `NULL` for none and for any. */
    resourceId: key('resource_id'),
    /** Of the first grant. */
    params: json().$type<Grant['params']>(),
    /** All grants; the first without what has a column of its own, so that its text is the same for many tokens. */
    grants: json().$type<StoredGrants>(),
    subject: key(),
    name: text(),
    createdBy: key('created_by'),
    parent: key(),
    format: text().notNull(),
    digest: text().notNull(),
    pepper: text(),
    fingerprint: text(),
    bindings: json().$type<TokenRecord['bindings']>(),
    roles: json().$type<readonly string[]>(),
    metadata: json().$type<JsonObject>(),
    decisions: json().$type<readonly RecordedDecision[]>(),
    holds: json().$type<readonly Hold[]>(),
    attempts: json().$type<readonly string[]>(),
  },
  (table) => [
    index('hallpass_tokens_forget').on(table.forgetAt),
    index('hallpass_tokens_subject').on(table.subject, table.id).where(sql`subject IS NOT NULL`),
    index('hallpass_tokens_creator').on(table.createdBy, table.id).where(sql`created_by IS NOT NULL`),
    index('hallpass_tokens_parent').on(table.parent, table.id).where(sql`parent IS NOT NULL`),
    index('hallpass_tokens_pending').on(table.id).where(sql`state = 'pending'`),
    index('hallpass_tokens_closed').on(table.id, table.closedAs).where(sql`closed_as IS NOT NULL`),
    index('hallpass_tokens_live').on(table.scope, table.expiresAt).where(sql`state <> 'closed'`),
    index('hallpass_tokens_whose').on(table.scope, table.subject, table.expiresAt).where(sql`state <> 'closed'`),
  ],
)

/** An index for looking up by scope and resource: one row a grant, written with the token and removed with it. */
export const hallpassGrants = pgTable(
  'hallpass_grants',
  {
    scope: key().notNull(),
    tokenId: key('token_id').notNull(),
    /** 0 for the first grant. */
    position: whole().notNull(),
    /** `NULL` for none and for any. */
    resourceId: key('resource_id'),
  },
  (table) => [
    primaryKey({ name: 'hallpass_grants_pkey', columns: [table.scope, table.tokenId, table.position] }),
    index('hallpass_grants_resource')
      .on(table.scope, table.resourceId, table.tokenId)
      .where(sql`resource_id IS NOT NULL`),
    index('hallpass_grants_further').on(table.scope, table.tokenId).where(sql`position > 0`),
  ],
)

/** For scopes with a limit in total: a number that their live records do not exceed. What is not here is counted afresh. */
export const hallpassLive = pgTable('hallpass_live', {
  scope: key().primaryKey(),
  atMost: whole('at_most').notNull(),
  /** The moment that was counted at. Since then the number went up with each record, and never down. */
  countedAt: whole('counted_at').notNull(),
})

/** Which migrations of the store the database has seen. */
export const hallpassMigrations = pgTable('hallpass_migrations', { name: key().primaryKey() })
