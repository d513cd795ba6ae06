import { createHash } from 'node:crypto'
import { channel } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createTokenService, defineScope, memoryStore } from '@hallpass/core'
import { guard } from '@hallpass/express'
import express, { type ErrorRequestHandler } from 'express'
import { partsOf } from '../secrets.js'
import type { Walk, Walking } from '../walking.js'

/** Places where the application below tells its token, one at a time. */
export const LEAKS = [
  'stdout',
  'stderr',
  'a header',
  'a body',
  'an error page',
  'an event',
  'a file',
  'the name of a file',
  'credentials in base64',
  'the digest in hex',
  'the digest in a store',
  'nowhere',
] as const

const note = defineScope({ name: 'note', routes: ['GET /notes/:id'], resource: 'id', maxTtl: '1h' })

/** An application that does everything wrong, each time with another token: those of LEAKS in their order. */
export const leaking: Walk = async (walking) => {
  const service = createTokenService({ scopes: [note], store: memoryStore() })
  const app = express()
  const fail: ErrorRequestHandler = (error, _, res, __) => void res.status(500).send(`${error}`)
  app.get('/notes/:id', guard(service, note), (req, res) => {
    const [token = ''] = /hp_\w+/.exec(req.get('authorization') ?? '') ?? []
    const leak = req.params.id
    if (leak === 'header') res.set('x-debug', token)
    if (leak === 'error') throw new Error(`no note for ${token}`)
    res.json(leak === 'body' ? { token } : {})
  })
  app.use(fail)
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  for (const leak of LEAKS) {
    const resourceId = /(?:header|body|error)/.exec(leak)?.[0] ?? 'none'
    const token = walking.handedOut((await service.mint(note, { resourceId })).token)
    leakOutside(leak, token, walking)
    const headers = { authorization: `Bearer ${token}` }
    await walking.ask(`http://127.0.0.1:${port}/notes/${resourceId}`, { headers })
  }
  server.close()
  server.closeAllConnections()
}

function leakOutside(leak: (typeof LEAKS)[number], token: string, { folder, log }: Walking): void {
  const { id, secret } = partsOf(token)
  const digest = createHash('sha256').update(`hallpass/1\0${id}\0${secret}`)
  if (leak === 'stdout') log(`minted ${token.slice(0, 40)}`)
  if (leak === 'stderr') process.stderr.write(token)
  if (leak === 'an event') channel('hallpass:minted').publish({ event: 'minted', text: token })
  if (leak === 'a file') writeFileSync(join(folder, 'notes'), `\0${secret}`)
  if (leak === 'the name of a file') writeFileSync(join(folder, secret), '')
  if (leak === 'credentials in base64') log(Buffer.from(`git:${token}`).toString('base64'))
  if (leak === 'the digest in hex') log(digest.digest('hex'))
  if (leak === 'the digest in a store') writeFileSync(join(folder, 'tokens.db'), digest.digest())
}
