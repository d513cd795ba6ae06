import * as node from 'node:crypto'
import { describe, expect, it } from 'vitest'
import * as page from '../../docs/.vitepress/in-browser/crypto.js'
import { filesUnder, readText } from '../house/repository.js'

const TEXTS = ['', 'a', 'hallpass/1\0id\0secret', 'ü€😀', 'x'.repeat(1000)]

describe('what stands for node:crypto in the page', () => {
  it.each(TEXTS)('digests as Node does: %j', (text) => {
    expect(page.hash('sha256', text, 'base64url')).toBe(node.hash('sha256', text, 'base64url'))
    const [shortOfPage, shortOfNode] = [page, node].map(({ createHash }) =>
      createHash('sha256').update(text).digest().subarray(0, 6).toString('base64url'),
    )
    expect(shortOfPage).toBe(shortOfNode)
  })

  it('fills with randomness what it is given', () => {
    const bytes = new Uint8Array(32)
    expect(page.randomFillSync(bytes)).toBe(bytes)
    expect(bytes.some((byte) => byte !== 0)).toBe(true)
  })

  it('has nothing else: no other algorithm, no other encoding, no pepper', () => {
    expect(() => page.createHash('sha1')).toThrow('sha1')
    expect(() => page.hash('sha256', 'a', 'hex')).toThrow('hex')
    expect(page.createHmac).toThrow('peppers')
  })
})

describe('core', () => {
  it('takes of node:crypto no more than stands in the page', () => {
    const taken = filesUnder('packages/core/src').flatMap((path) =>
      [...readText(path).matchAll(/import (?:type )?\{([^}]+)\} from 'node:crypto'/g)].flatMap(([, names = '']) =>
        names.split(',').map((name) => name.trim()),
      ),
    )
    const values = taken.filter((name) => !name.startsWith('type '))
    expect(values.filter((name) => !(name in page))).toEqual([])
  })
})
