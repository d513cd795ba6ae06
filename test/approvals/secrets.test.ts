import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ANN, FORM_TYPE, FRAMEWORKS, JSON_TYPE, withWorld } from './world.js'

const PAGE = ['Accept', 'text/html'] as const
const OWN = ['Sec-Fetch-Site', 'same-origin'] as const

describe.each(FRAMEWORKS)('secrets at the approval routes on $name', (framework) => {
  it('F10 are in no page, problem, event, or error, whatever becomes of the token', async () => {
    await withWorld(framework, { options: { metadata: true } }, async (world) => {
      const { token, id } = await world.ask()
      const [record] = await world.records()
      const said: string[] = []
      const lookEverywhere = async () => {
        for (const path of ['/', `/${id}`, '/0123456789abcdef'])
          for (const headers of [
            [ANN],
            [ANN, PAGE],
            [PAGE],
            [ANN, PAGE, ['Authorization', `Bearer ${token}`] as const],
          ])
            said.push(inspect(await world.desk('GET', path, { headers })))
        said.push(inspect(await world.desk('GET', `/?t=${token}`, { headers: [ANN, PAGE] })))
      }
      const decideBy = async (what: string, revision: string, note: string) => {
        const form = new URLSearchParams({ revision, note, t: token }).toString()
        const json = JSON.stringify({ revision, note, t: token })
        const target = `/${id}/${what}`
        said.push(inspect(await world.desk('POST', target, { headers: [ANN, FORM_TYPE, PAGE, OWN], body: form })))
        said.push(inspect(await world.desk('POST', target, { headers: [ANN, JSON_TYPE], body: json })))
      }
      await lookEverywhere()
      await decideBy('approve', 'of something else', 'a note')
      await decideBy('deny', await world.revision(id), token)
      await decideBy('approve', await world.revision(id), 'a note')
      await lookEverywhere()
      await world.run(token)
      await lookEverywhere()
      world.turn.storeFails = true
      await lookEverywhere()

      const everything =
        said.join('\n') + inspect([world.events, world.errors, world.failures], { depth: 9, showHidden: true })
      const [secret, digest] = [token.slice(token.indexOf('_') + 17), record?.digest ?? '']
      expect([said.length, secret.length, digest.length > 40]).toEqual([58, 38, true])
      for (const canary of [secret, secret.slice(0, 12), secret.slice(-12), digest, digest.slice(0, 20)])
        expect(everything).not.toContain(canary)
      expect(said.join('\n')).not.toContain('/var/lib')
    })
  })
})
