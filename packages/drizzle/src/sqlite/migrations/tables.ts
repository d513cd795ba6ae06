import type { Migration } from '../../migrations/migration.js'

/**
 * The tables and their indexes. `WITHOUT ROWID` saves a second search on each read; `STRICT` holds the types of what the
 * store reads back. Tables that are there already, from somebody's own migrations, are taken as they are.
 */
export const tables: Migration = {
  name: '0001-tables',
  statements: [
    `CREATE TABLE IF NOT EXISTS hallpass_tokens (
      id TEXT NOT NULL PRIMARY KEY,
      version INTEGER NOT NULL,
      state TEXT NOT NULL,
      closed_as TEXT,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      forget_at INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      uses INTEGER,
      uses_left INTEGER,
      returned INTEGER NOT NULL,
      scope TEXT,
      resource_id TEXT,
      params TEXT,
      grants TEXT,
      subject TEXT,
      name TEXT,
      created_by TEXT,
      parent TEXT,
      format TEXT NOT NULL,
      digest TEXT NOT NULL,
      pepper TEXT,
      fingerprint TEXT,
      bindings TEXT,
      roles TEXT,
      metadata TEXT,
      decisions TEXT,
      holds TEXT,
      attempts TEXT
    ) STRICT, WITHOUT ROWID`,
    'CREATE INDEX IF NOT EXISTS hallpass_tokens_forget ON hallpass_tokens (forget_at)',
    `CREATE INDEX IF NOT EXISTS hallpass_tokens_subject ON hallpass_tokens (subject, id) WHERE subject IS NOT NULL`,
    `CREATE INDEX IF NOT EXISTS hallpass_tokens_creator ON hallpass_tokens (created_by, id) WHERE created_by IS NOT NULL`,
    `CREATE INDEX IF NOT EXISTS hallpass_tokens_parent ON hallpass_tokens (parent, id) WHERE parent IS NOT NULL`,
    `CREATE INDEX IF NOT EXISTS hallpass_tokens_pending ON hallpass_tokens (id) WHERE state = 'pending'`,
    `CREATE INDEX IF NOT EXISTS hallpass_tokens_closed ON hallpass_tokens (id, closed_as) WHERE closed_as IS NOT NULL`,
    `CREATE INDEX IF NOT EXISTS hallpass_tokens_live ON hallpass_tokens (scope, expires_at, state) WHERE state <> 'closed'`,
    `CREATE TABLE IF NOT EXISTS hallpass_grants (
      scope TEXT NOT NULL,
      token_id TEXT NOT NULL,
      position INTEGER NOT NULL,
      resource_id TEXT,
      PRIMARY KEY (scope, token_id, position)
    ) STRICT, WITHOUT ROWID`,
    `CREATE INDEX IF NOT EXISTS hallpass_grants_resource ON hallpass_grants (scope, resource_id, token_id)
      WHERE resource_id IS NOT NULL`,
    `CREATE INDEX IF NOT EXISTS hallpass_grants_further ON hallpass_grants (scope, token_id) WHERE position > 0`,
    `CREATE TABLE IF NOT EXISTS hallpass_live (
      scope TEXT NOT NULL PRIMARY KEY,
      live INTEGER NOT NULL,
      counted_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE IF NOT EXISTS hallpass_live_subjects (
      scope TEXT NOT NULL,
      whose TEXT NOT NULL,
      live INTEGER NOT NULL,
      PRIMARY KEY (scope, whose)
    ) STRICT, WITHOUT ROWID`,
  ],
}
