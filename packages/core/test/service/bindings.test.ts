import { describe, expect, it } from 'vitest'
import { bench, command, reasonOf } from '../fixtures.js'

const RUN = { method: 'POST', target: '/commands/c/run', fingerprint: 'f' } as const

/** An approved command that is bound to a session and a sandbox, and to an agent where one is named. */
async function approved(bindings: Record<string, string>) {
  const made = bench([command])
  const { id, token } = await made.service.mint(command, {
    resourceId: 'c',
    createdBy: 'ann',
    fingerprint: 'f',
    bindings,
  })
  await made.service.approve(id, { by: 'bob' })
  return { ...made, id, token }
}

const BOUND = { session: 's', sandbox: 'b', agent: 'a' }

describe('bindings', () => {
  it.each([
    ['the session', { context: { ...BOUND, session: 'x' } }, 'context_mismatch'],
    ['the sandbox', { context: { ...BOUND, sandbox: 'x' } }, 'context_mismatch'],
    ['the agent', { context: { ...BOUND, agent: 'x' } }, 'context_mismatch'],
    ['the agent, by leaving it out', { context: { session: 's', sandbox: 'b' } }, 'context_mismatch'],
    ['everything, by an empty context', { context: {} }, 'context_mismatch'],
    ['everything, by no context', {}, 'context_mismatch'],
    ['the fingerprint', { context: BOUND, fingerprint: 'g' }, 'fingerprint_mismatch'],
    ['the fingerprint, by leaving it out', { context: BOUND, fingerprint: undefined }, 'fingerprint_mismatch'],
  ])(
    'B6 refuse a mismatch of %s, which consumes nothing; the right use works afterwards',
    async (_, request, reason) => {
      const { service, token } = await approved(BOUND)
      expect(await reasonOf(service.consume(token, { ...RUN, ...request } as never))).toBe(reason)
      expect(await reasonOf(service.consume(token, { ...RUN, context: BOUND }))).toBe('ok')
    },
  )

  it('B8 that are declared with a question mark are checked only if they were given at mint', async () => {
    const unnamed = await approved({ session: 's', sandbox: 'b' })
    expect(await reasonOf(unnamed.service.validate(unnamed.token, { ...RUN, context: BOUND }))).toBe('ok')
    expect(
      await reasonOf(unnamed.service.validate(unnamed.token, { ...RUN, context: { session: 's', sandbox: 'b' } })),
    ).toBe('ok')
    const named = await approved(BOUND)
    expect(
      await reasonOf(named.service.validate(named.token, { ...RUN, context: { session: 's', sandbox: 'b' } })),
    ).toBe('context_mismatch')
  })

  it.each(['session', 'sandbox'])('B8 without a question mark are required at mint: %s', async (name) => {
    const { service } = bench([command])
    const { [name as 'session']: _, ...bindings } = BOUND
    await expect(
      service.mint(command, { resourceId: 'c', createdBy: 'ann', fingerprint: 'f', bindings }),
    ).rejects.toMatchObject({ code: 'ERR_BINDINGS' })
  })

  it('compare an empty text as a text, and names of every object as none', async () => {
    const { service, token } = await approved({ session: '', sandbox: 'b' })
    expect(await reasonOf(service.validate(token, { ...RUN, context: { sandbox: 'b' } }))).toBe('context_mismatch')
    expect(await reasonOf(service.validate(token, { ...RUN, context: { session: '', sandbox: 'b' } }))).toBe('ok')
    const inherited = Object.create({ session: '', sandbox: 'b' })
    expect(await reasonOf(service.validate(token, { ...RUN, context: inherited }))).toBe('context_mismatch')
  })
})
