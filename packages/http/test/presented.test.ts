import { describe, expect, it } from 'vitest'
import { basic, bearer, cookie, header, query } from '../src/index.js'
import { readPresented } from '../src/presented.js'
import { basicOf, lines, viewOf } from './requests.js'

const owns = (text: string) => text.startsWith('hp_')
const from = [bearer(), header('x-hallpass-token'), query('t')]

const present = (rawHeaders: readonly string[], target = '/', sources = from) =>
  readPresented(viewOf({ rawHeaders, target }), sources, owns)

describe('what a request presents', () => {
  it('is nothing where no source has anything', () => {
    expect(present(lines(['Host', 'a']))).toEqual({ kind: 'nothing' })
  })

  it('is the one token, with its source', () => {
    expect(present([], '/?t=hp_1')).toMatchObject({ kind: 'token', text: 'hp_1', source: { name: 'query t' } })
  })

  it.each([
    ['two sources', lines(['Authorization', 'Bearer hp_1']), '/?t=hp_1'],
    ['the same header twice', lines(['X-Hallpass-Token', 'hp_1'], ['X-Hallpass-Token', 'hp_1']), '/'],
    ['a token and a text that breaks the grammar', lines(['Authorization', 'Bearer hp_1']), '/?t='],
    ["somebody else's bearer that breaks the grammar", lines(['Authorization', 'Bearer a b']), '/?t=hp_1'],
  ])('A14 is ambiguous for %s', (_, rawHeaders, target) => {
    expect(present(rawHeaders, target)).toEqual({ kind: 'ambiguous' })
  })

  it('A14 is foreign for the bearer of another system', () => {
    expect(present(lines(['Authorization', 'Bearer eyJ']))).toMatchObject({ kind: 'foreign', text: 'eyJ' })
  })

  it("is our token beside somebody else's bearer, in either order", () => {
    const rawHeaders = lines(['Authorization', 'Bearer eyJ'], ['X-Hallpass-Token', 'hp_1'])
    expect(present(rawHeaders)).toMatchObject({ kind: 'token', text: 'hp_1' })
    expect(present(rawHeaders, '/', [...from].reverse())).toMatchObject({ kind: 'token', text: 'hp_1' })
  })

  it('is a token for whatever stands in a header of its own', () => {
    expect(present(lines(['X-Hallpass-Token', 'anything']))).toMatchObject({ kind: 'token', text: 'anything' })
  })

  it("is foreign for somebody else's user and password", () => {
    const rawHeaders = lines(['Authorization', `Basic ${basicOf('ann:secret')}`])
    expect(present(rawHeaders, '/', [basic(), cookie('__Host-t')])).toMatchObject({ kind: 'foreign' })
  })
})
