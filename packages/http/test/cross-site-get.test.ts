import type { TokenService } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { basic, cookie, createAuthentication, createGuard, type GuardOptions } from '../src/index.js'
import { passed, told } from './gates.js'
import { basicOf, lines, viewOf } from './requests.js'
import { createService, download, flow } from './services.js'

const OPTIONS = { from: [cookie('__Host-t'), basic({ programs: true })], allowedOrigins: ['https://app.example'] }

const GATES = [
  { gate: 'authenticate', make: (service: TokenService) => createAuthentication(service, OPTIONS) },
  { gate: 'guard', make: guardOf('before') },
  { gate: 'guard that spends on success', make: guardOf('on-success') },
]

const REQUESTS = [
  { name: 'of another site', marks: ['Sec-Fetch-Site', 'cross-site'], refused: true },
  { name: 'of a sibling host', marks: ['Sec-Fetch-Site', 'same-site'], refused: true },
  { name: 'with the word twice', marks: lines(['Sec-Fetch-Site', 'none'], ['Sec-Fetch-Site', 'none']), refused: true },
  { name: 'of the own pages', marks: ['Sec-Fetch-Site', 'same-origin'], refused: false },
  { name: 'of the address bar', marks: ['Sec-Fetch-Site', 'none'], refused: false },
  { name: 'of a program', marks: [], refused: false },
  {
    name: 'of a listed origin',
    marks: ['Sec-Fetch-Site', 'cross-site', 'Origin', 'https://app.example'],
    refused: false,
  },
]

describe.each(GATES)('a GET that spends, at $gate', ({ make }) => {
  it.each(REQUESTS)('F11 by cookie or Basic, $name, refused: $refused', async ({ marks, refused }) => {
    for (const credential of [
      (token: string) => ['Cookie', `__Host-t=${token}`],
      (token: string) => ['Authorization', `Basic ${basicOf(`git:${token}`)}`],
    ]) {
      const { service } = createService()
      const { token, id } = await service.mint(download, { resourceId: 'd-1' })
      const rawHeaders = [...credential(token), ...marks]
      const answer = await make(service)(viewOf({ target: '/files/d-1', params: { fileId: 'd-1' }, rawHeaders }))
      if (refused) expect(told(answer)).toBe('403 cross_site_refused')
      else expect(passed(answer).resourceId).toBe('d-1')
      if (refused) expect(await service.get(id)).toMatchObject({ status: 'active', usesLeft: 1 })
    }
  })
})

describe('a GET that spends nothing', () => {
  it('A5 is let in by cookie, whichever page leads to it', async () => {
    const { service } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const rawHeaders = ['Cookie', `__Host-t=${token}`, 'Sec-Fetch-Site', 'cross-site']
    const answer = await createAuthentication(service, OPTIONS)(viewOf({ target: '/flows/f-1', rawHeaders }))
    expect(passed(answer).resourceId).toBe('f-1')
  })
})

function guardOf(spend: GuardOptions<unknown>['spend'] & string) {
  return (service: TokenService) => createGuard(service, download, { ...OPTIONS, spend })
}
