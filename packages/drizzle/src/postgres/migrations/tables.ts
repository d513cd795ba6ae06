import type { Migration } from '../../migrations/migration.js'

/** The tables and their indexes. Tables that are there already, from somebody's own migrations, are taken as they are. */
export const tables: Migration = {
  name: '0001-tables',
  statements: [
    `CREATE TABLE IF NOT EXISTS hallpass_tokens (
      id text COLLATE "C" PRIMARY KEY NOT NULL,
      version bigint NOT NULL,
      state text COLLATE "C" NOT NULL,
      closed_as text COLLATE "C",
      created_at bigint NOT NULL,
      expires_at bigint NOT NULL,
      forget_at bigint NOT NULL,
      changed_at bigint NOT NULL,
      uses bigint,
      uses_left bigint,
      returned bigint NOT NULL,
      scope text COLLATE "C",
      resource_id text COLLATE "C",
      params json,
      grants json,
      subject text COLLATE "C",
      name text,
      created_by text COLLATE "C",
      parent text COLLATE "C",
      format text NOT NULL,
      digest text NOT NULL,
      pepper text,
      fingerprint text,
      bindings json,
      roles json,
      metadata json,
      decisions json,
      holds json,
      attempts json
    )`,
    'CREATE INDEX IF NOT EXISTS hallpass_tokens_forget ON hallpass_tokens (forget_at)',
    'CREATE INDEX IF NOT EXISTS hallpass_tokens_subject ON hallpass_tokens (subject, id) WHERE subject IS NOT NULL',
    'CREATE INDEX IF NOT EXISTS hallpass_tokens_creator ON hallpass_tokens (created_by, id) WHERE created_by IS NOT NULL',
    'CREATE INDEX IF NOT EXISTS hallpass_tokens_parent ON hallpass_tokens (parent, id) WHERE parent IS NOT NULL',
    "CREATE INDEX IF NOT EXISTS hallpass_tokens_pending ON hallpass_tokens (id) WHERE state = 'pending'",
    'CREATE INDEX IF NOT EXISTS hallpass_tokens_closed ON hallpass_tokens (id, closed_as) WHERE closed_as IS NOT NULL',
    "CREATE INDEX IF NOT EXISTS hallpass_tokens_live ON hallpass_tokens (scope, expires_at) WHERE state <> 'closed'",
    "CREATE INDEX IF NOT EXISTS hallpass_tokens_whose ON hallpass_tokens (scope, subject, expires_at) WHERE state <> 'closed'",
    `CREATE TABLE IF NOT EXISTS hallpass_grants (
      scope text COLLATE "C" NOT NULL,
      token_id text COLLATE "C" NOT NULL,
      position bigint NOT NULL,
      resource_id text COLLATE "C",
      CONSTRAINT hallpass_grants_pkey PRIMARY KEY (scope, token_id, position)
    )`,
    `CREATE INDEX IF NOT EXISTS hallpass_grants_resource ON hallpass_grants (scope, resource_id, token_id)
      WHERE resource_id IS NOT NULL`,
    'CREATE INDEX IF NOT EXISTS hallpass_grants_further ON hallpass_grants (scope, token_id) WHERE position > 0',
    `CREATE TABLE IF NOT EXISTS hallpass_live (
      scope text COLLATE "C" PRIMARY KEY NOT NULL,
      at_most bigint NOT NULL,
      counted_at bigint NOT NULL
    )`,
  ],
}
