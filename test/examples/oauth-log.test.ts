import { createTokenService, memoryStore } from '@hallpass/core'
import request from 'supertest'
import { expect, it } from 'vitest'
import { createApp } from '../../examples/express-oauth-flow/src/app.js'
import { createFlows } from '../../examples/express-oauth-flow/src/flows.js'
import { oauthFlow } from '../../examples/express-oauth-flow/src/scopes.js'

it('F10 the OAuth example logs of a token that is put into a path its id only', async () => {
  const log: string[] = []
  const service = createTokenService({ scopes: [oauthFlow], store: memoryStore() })
  const flows = createFlows(service, () => {})
  const { minted } = await flows.open()
  const never = () => Promise.reject(new Error('nobody signs in'))
  const signIn = { begin: never, finish: never }
  const app = createApp({
    ...{ service, flows, signIn },
    ...{ publicUrl: new URL('http://app.test'), log: (line: string) => void log.push(line) },
  })
  await request(app).get(`/api/oauth/flows/${minted.token}`)
  expect(log).toEqual([`GET /api/oauth/flows/${minted.token.slice(0, 19)}… 401`])
})
