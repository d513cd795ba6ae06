import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TokenUnderTest } from '../tokens-under-test.js'
import { SERVERS } from './servers.js'

/** What a server tells when it listens, and whenever it is asked for its CPU. */
export type FromServer =
  | { readonly port: number; readonly tokens: readonly TokenUnderTest[] }
  | { readonly cpu: NodeJS.CpuUsage }

/** A server in a process of its own: `server.ts express guard-memory`. It ends with the channel to its parent. */
const [framework = '', kind = ''] = process.argv.slice(2)
const make = SERVERS[framework]?.[kind]
if (!make) throw new Error(`there is no server ${framework} ${kind}`)
const { listener, tokens } = await make()
const server = createServer(listener)
server.keepAliveTimeout = 0
const tell = (message: FromServer): unknown => process.send?.(message)
server.listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port, tokens }))
process.on('message', () => tell({ cpu: process.cpuUsage() }))
process.on('disconnect', () => process.exit())
