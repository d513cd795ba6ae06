import type { Database } from 'better-sqlite3'
import { type SQL, sql } from 'drizzle-orm'
import { hallpassLive, hallpassLiveSubjects, hallpassTokens } from './schema.js'
import { prepare, prepareValue } from './statements.js'

/** How many records are live, by scope and by subject, at the moment that the scope was moved to. */
export interface LiveCounts {
  readonly moveTo: (scope: string, now: number) => void
  readonly total: (scope: string) => number
  readonly ofSubject: (scope: string, subject: string | undefined) => number
}

/**
 * The live records of a scope are not counted each time: `hallpass_live` has their number at a moment, and triggers keep
 * it in step with what is inserted, closed and swept. What is left is what expired since that moment; an index finds it,
 * and it is taken off once. So a record is counted when it comes and when it goes, however many there are.
 */
export function prepareLiveCounts(client: Database): LiveCounts {
  const total = prepareValue<number>(client, selectLive(hallpassLive.live))
  const countedAt = prepareValue<number>(client, selectLive(hallpassLive.countedAt))
  const ofSubject = prepareValue<number>(
    client,
    sql`select ${hallpassLiveSubjects.live} from ${hallpassLiveSubjects}
      where ${hallpassLiveSubjects.scope} = ? and ${hallpassLiveSubjects.whose} = ?`,
  )
  const begin = prepareBeginning(client)
  const move = prepareMove(client)
  return {
    moveTo: (scope, now) => {
      const then = countedAt.get(scope)
      if (then === undefined) begin(scope, now)
      else if (then < now) move(scope, { after: then, until: now, sign: -1, now })
      else if (now < then) move(scope, { after: now, until: then, sign: 1, now })
    },
    total: (scope) => total.get(scope) ?? 0,
    ofSubject: (scope, subject) => ofSubject.get(scope, subject === undefined ? '' : `=${subject}`) ?? 0,
  }
}

function selectLive(column: typeof hallpassLive.live | typeof hallpassLive.countedAt): SQL {
  return sql`select ${column} from ${hallpassLive} where ${hallpassLive.scope} = ?`
}

/** `=` and the subject, so that no subject is like none. */
const whose = sql`coalesce('=' || ${hallpassTokens.subject}, '')`

/** Not closed, of the scope, expiring after a moment. The words are those of the index `hallpass_tokens_live`. */
const openOfScope = sql`from ${hallpassTokens}
  where ${hallpassTokens.state} <> 'closed' and ${hallpassTokens.scope} = ? and ${hallpassTokens.expiresAt} > ?`

/** The first count of a scope: the one that looks at all its records. */
function prepareBeginning(client: Database): (scope: string, now: number) => void {
  const forget = prepare(client, sql`delete from ${hallpassLiveSubjects} where ${hallpassLiveSubjects.scope} = ?`)
  const total = prepare(
    client,
    sql`insert into ${hallpassLive} (scope, live, counted_at) select ?, count(*), ? ${openOfScope}`,
  )
  const subjects = prepare(
    client,
    sql`insert into ${hallpassLiveSubjects} (scope, whose, live)
      select ${hallpassTokens.scope}, ${whose}, count(*) ${openOfScope} group by ${whose}`,
  )
  return (scope, now) => {
    forget.run(scope)
    total.run(scope, now, scope, now)
    subjects.run(scope, now)
  }
}

interface Move {
  /** Expiries behind this moment … */
  readonly after: number
  /** … up to this one are taken off (-1), or come back (1) since the clock went back. */
  readonly until: number
  readonly sign: 1 | -1
  readonly now: number
}

/** Takes off what expired in between, and forgets whose last record it was. Where nothing did, nothing is written. */
function prepareMove(client: Database): (scope: string, move: Move) => void {
  const between = sql`${openOfScope} and ${hallpassTokens.expiresAt} <= ?`
  const count = prepareValue<number>(client, sql`select count(*) ${between}`)
  const total = prepare(client, sql`update ${hallpassLive} set live = live + ?, counted_at = ? where scope = ?`)
  const subjects = prepare(
    client,
    sql`insert into ${hallpassLiveSubjects} (scope, whose, live)
      select ${hallpassTokens.scope}, ${whose}, ? * count(*) ${between} group by ${whose}
      on conflict (scope, whose) do update set live = live + excluded.live`,
  )
  const forget = prepare(
    client,
    sql`delete from ${hallpassLiveSubjects} where ${hallpassLiveSubjects.live} = 0
      and ${hallpassLiveSubjects.scope} = ? and ${hallpassLiveSubjects.whose} in (select ${whose} ${between})`,
  )
  return (scope, { after, until, sign, now }) => {
    const moved = count.get(scope, after, until) ?? 0
    if (moved === 0) return
    total.run(sign * moved, now, scope)
    subjects.run(sign, scope, after, until)
    forget.run(scope, scope, after, until)
  }
}
