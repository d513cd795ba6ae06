import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { guard } from '@hallpass/express'
import express from 'express'
import { storeNamed } from './named-store.js'
import { flow, tokensIn } from './tokens-under-test.js'

/** The server of the timing comparison, in a process of its own: it must not share a thread with who measures. */
const { service, all } = await tokensIn(storeNamed(process.argv[2] ?? ''), Number(process.argv[3]))
const app = express().get('/api/oauth/flows/:flowId', guard(service, flow), (_, res) => void res.json({ ok: true }))
const server = createServer(app).listen(0, '127.0.0.1')
server.keepAliveTimeout = 0
await once(server, 'listening')
process.send?.({ port: (server.address() as AddressInfo).port, tokens: all })
process.on('disconnect', () => process.exit())
