import { memoryStore, type TokenService, type Validation } from '@hallpass/core'
import type { Competitor } from '../measure/interleave.js'
import { inTurn, strangers, type TokensUnderTest } from '../tokens-under-test.js'

/** The names of the rows that goals are held against. */
export const ROWS = {
  validate: 'validate',
  missing: 'refuse: nothing presented',
  malformed: 'refuse: malformed',
  unknown: 'refuse: unknown',
} as const

/** A request that is made once: what is refused for its text alone does not look at it. */
const ANYWHERE = { method: 'GET', target: '/anywhere' } as const

/** `validate` and its refusals. Each answer is checked as it comes. */
export async function validations({ service, next }: TokensUnderTest): Promise<readonly Competitor[]> {
  const stranger = inTurn(await strangers(memoryStore(), 4093))
  return [
    { name: ROWS.validate, call: () => validated(service, next()) },
    { name: ROWS.missing, call: () => refused(service.validate(undefined, ANYWHERE)) },
    { name: ROWS.malformed, call: () => refused(service.validate('hp_nonsense', ANYWHERE)) },
    { name: 'refuse: wrong checksum', call: () => refused(service.validate(`${next().text.slice(0, -1)}_`, ANYWHERE)) },
    { name: ROWS.unknown, call: () => refused(service.validate(stranger(), next().request)) },
    { name: 'refuse: wrong route', call: () => refused(service.validate(next().text, ANYWHERE)) },
  ]
}

/** Throws unless the token opens its request. One more layer than `await` in a handler, as small as can be. */
export function validated(
  service: TokenService,
  { text, request }: { readonly text: string; readonly request: { readonly method: string; readonly target: string } },
): Promise<void> {
  return service.validate(text, request).then(passes)
}

export function refused(answer: Promise<Validation>): Promise<void> {
  return answer.then(fails)
}

export function passes({ ok }: { readonly ok: boolean }): void {
  if (!ok) throw new Error('a token that is right was refused')
}

function fails({ ok }: { readonly ok: boolean }): void {
  if (ok) throw new Error('a token that is wrong was let in')
}
