/**
 * What keeps the indexes of the store in step with the tokens, inside the statement that writes a token: so that a
 * method is one statement, and that nobody can write one and forget the other. A trigger with another text gets another
 * name.
 */
export const TRIGGERS: Readonly<Record<string, string>> = {
  hallpass_first_grant_added: `AFTER INSERT ON hallpass_tokens WHEN new.scope IS NOT NULL BEGIN
    INSERT INTO hallpass_grants (scope, token_id, position, resource_id)
      VALUES (new.scope, new.id, 0, new.resource_id);
  END`,

  hallpass_first_grant_removed: `AFTER DELETE ON hallpass_tokens WHEN old.scope IS NOT NULL BEGIN
    DELETE FROM hallpass_grants WHERE scope = old.scope AND token_id = old.id;
  END`,

  hallpass_further_grants_added: `AFTER INSERT ON hallpass_tokens WHEN json_array_length(new.grants) > 1 BEGIN
    INSERT INTO hallpass_grants (scope, token_id, position, resource_id)
      SELECT value ->> 'scope', new.id, key, value ->> 'resourceId' FROM json_each(new.grants) WHERE key > 0;
  END`,

  hallpass_further_grants_removed: `AFTER DELETE ON hallpass_tokens WHEN json_array_length(old.grants) > 1 BEGIN
    DELETE FROM hallpass_grants
      WHERE token_id = old.id AND scope IN (SELECT value ->> 'scope' FROM json_each(old.grants));
  END`,

  hallpass_live_added: `AFTER INSERT ON hallpass_tokens
  WHEN new.state <> 'closed' AND ${isCounted('new')} BEGIN
    UPDATE hallpass_live SET live = live + 1 WHERE scope = new.scope;
    INSERT INTO hallpass_live_subjects (scope, whose, live) VALUES (new.scope, ${whose('new')}, 1)
      ON CONFLICT (scope, whose) DO UPDATE SET live = live + 1;
  END`,

  hallpass_live_closed: `AFTER UPDATE OF state ON hallpass_tokens
  WHEN new.state = 'closed' AND old.state <> 'closed' AND ${isCounted('old')} BEGIN
    ${oneLess()}
  END`,

  hallpass_live_removed: `AFTER DELETE ON hallpass_tokens
  WHEN old.state <> 'closed' AND ${isCounted('old')} BEGIN
    ${oneLess()}
  END`,
}

/** Fills the index of grants, where it is empty, with what the triggers would have added. */
export const GRANTS_OF_ALL: readonly string[] = [
  `INSERT INTO hallpass_grants (scope, token_id, position, resource_id)
    SELECT scope, id, 0, resource_id FROM hallpass_tokens WHERE scope IS NOT NULL`,
  `INSERT INTO hallpass_grants (scope, token_id, position, resource_id)
    SELECT value ->> 'scope', hallpass_tokens.id, key, value ->> 'resourceId'
      FROM hallpass_tokens, json_each(hallpass_tokens.grants) WHERE json_array_length(grants) > 1 AND key > 0`,
]

/** Whether the scope has a count, and the token is in it. */
function isCounted(token: 'new' | 'old'): string {
  return `EXISTS (SELECT 1 FROM hallpass_live WHERE scope = ${token}.scope AND counted_at < ${token}.expires_at)`
}

function oneLess(): string {
  const ofSubject = `scope = old.scope AND whose = ${whose('old')}`
  return `UPDATE hallpass_live SET live = live - 1 WHERE scope = old.scope;
    UPDATE hallpass_live_subjects SET live = live - 1 WHERE ${ofSubject};
    DELETE FROM hallpass_live_subjects WHERE ${ofSubject} AND live = 0;`
}

function whose(token: 'new' | 'old'): string {
  return `coalesce('=' || ${token}.subject, '')`
}
