/**
 * What a token must do, told once more and otherwise than in the sources: no record, no checks, no versions; only a diary
 * of what happened, and questions to it.
 */
export interface Diary {
  readonly pendingAtFirst: boolean
  readonly ends: number
  readonly allowance: number
  readonly entries: Entry[]
}

export type Entry =
  | { readonly did: 'approve' | 'deny' | 'revoke' | 'spend'; readonly at: number }
  | { readonly did: 'hold' | 'commit' | 'release' | 'renew'; readonly at: number; readonly hold: number }

export const LEASE = 30_000

export function openDiary(pendingAtFirst: boolean, ends: number, allowance: number): Diary {
  return { pendingAtFirst, ends, allowance, entries: [] }
}

const happened = ({ entries }: Diary, did: Entry['did']) => entries.filter((entry) => entry.did === did).length

/** Uses that are gone for good. */
export function gone(diary: Diary): number {
  return happened(diary, 'spend') + happened(diary, 'commit')
}

/** Whether a hold is still in force: its last sign of life is younger than a lease, and it did not end. */
export function holds(diary: Diary, hold: number, now: number): boolean {
  const own = diary.entries.filter((entry) => 'hold' in entry && entry.hold === hold)
  const last = own.findLast((entry) => entry.did === 'hold' || entry.did === 'renew')
  const ended = own.some((entry) => entry.did === 'commit' || entry.did === 'release')
  return last !== undefined && !ended && now - last.at < LEASE && finalWord(diary) === undefined
}

function held(diary: Diary, now: number): number {
  const ids = new Set(diary.entries.flatMap((entry) => (entry.did === 'hold' ? [entry.hold] : [])))
  return [...ids].filter((id) => holds(diary, id, now)).length
}

/** Why it is closed for good. */
export function finalWord(diary: Diary): 'revoked' | 'denied' | 'consumed' | undefined {
  if (happened(diary, 'revoke')) return 'revoked'
  if (happened(diary, 'deny')) return 'denied'
  return gone(diary) >= diary.allowance ? 'consumed' : undefined
}

export function tellStatus(diary: Diary, now: number): string {
  const word = finalWord(diary)
  if (word) return word
  if (now >= diary.ends) return 'expired'
  return diary.pendingAtFirst && !happened(diary, 'approve') ? 'pending' : 'active'
}

/** What a request hears: `spends` where it wants a use, `fits` where it is for the right route. */
export function tellAnswer(diary: Diary, now: number, request: { spends: boolean; fits: boolean }): string {
  const status = tellStatus(diary, now)
  if (!['active', 'pending'].includes(status)) return status
  if (!request.fits) return 'route_not_allowed'
  if (status === 'pending') return 'pending'
  return request.spends && diary.allowance - gone(diary) - held(diary, now) <= 0 ? 'reserved' : 'ok'
}

/** What an operator hears. */
export function tellOutcome(diary: Diary, now: number, action: 'approve' | 'deny' | 'revoke'): string {
  const status = tellStatus(diary, now)
  const done = { approve: 'active', deny: 'denied', revoke: 'revoked' }[action]
  if (status === done) return 'same'
  if (status === 'expired') return 'expired'
  if (['consumed', 'revoked', 'denied'].includes(status)) return `already_${status}`
  return action === 'deny' && status === 'active' ? 'not_pending' : 'change'
}
