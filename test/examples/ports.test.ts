import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { readSettings as readOAuthSettings } from '../../examples/express-oauth-flow/src/settings.js'
import { readSettings as readDownloadSettings } from '../../examples/koa-download/src/settings.js'
import { startExampleProcess } from './started-example.js'

describe('the ports of an example', () => {
  it('have defaults, and are read from the environment', () => {
    expect(readOAuthSettings({})).toEqual({ port: 3000, providerPort: 3001 })
    expect(readOAuthSettings({ PORT: '4000', PROVIDER_PORT: '0' })).toEqual({ port: 4000, providerPort: 0 })
    expect(readDownloadSettings({})).toEqual({ port: 3002 })
    expect(readDownloadSettings({ PORT: '4002' })).toEqual({ port: 4002 })
  })

  it.each(['', 'abc', '-1', '65536', '1.5'])('are refused where they are none: %j', (text) => {
    const refused = `must be a port such as 300`
    expect(() => readOAuthSettings({ PORT: text })).toThrow(`PORT ${refused}`)
    expect(() => readOAuthSettings({ PROVIDER_PORT: text })).toThrow(`PROVIDER_PORT ${refused}`)
    expect(() => readDownloadSettings({ PORT: text })).toThrow(`PORT ${refused}`)
  })

  it.each([
    ['express-oauth-flow', 'PORT', '127.0.0.1'],
    ['express-oauth-flow', 'PROVIDER_PORT', 'localhost'],
    ['koa-download', 'PORT', 'localhost'],
  ])(
    'of %s are told to be in use where they are, and which variable chooses another: %s',
    async (name, variable, host) => {
      const other = createServer().listen(0, host)
      await once(other, 'listening')
      const { port } = other.address() as AddressInfo
      const started = startExampleProcess(name, /Ctrl\+C/, { PORT: '0', PROVIDER_PORT: '0', [variable]: String(port) })
      await expect(started).rejects.toThrow(`port ${port} is in use; choose another with ${variable}\n`)
      other.close()
    },
  )
})
