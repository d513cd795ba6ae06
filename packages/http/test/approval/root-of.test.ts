import { describe, expect, it } from 'vitest'
import { rootOf } from '../../src/approval/root-of.js'

describe('the way to where the routes are mounted', () => {
  it.each([
    ['/approvals/', 0],
    ['/approvals', 0],
    ['/approvals?a=/b/', 0],
    ['/admin/approvals', 0],
    ['/', 0],
    ['/approvals/x', 1],
    ['/approvals/x/', 1],
    ['/x', 1],
    ['/approvals/x/approve', 2],
    ['/approvals/x/approve/', 2],
    ['/odd:name', 0],
  ])('from %s, %i below, leads there', (target, depth) => {
    const origin = 'https://app.example'
    const segments = target.split('?')[0]?.split('/').filter(Boolean) ?? []
    const mount = segments.slice(0, segments.length - depth).map((segment) => `${segment}/`)
    const link = new URL(`${rootOf({ target }, depth)}0123456789abcdef`, origin + target)
    expect(link.href).toBe(`${origin}/${mount.join('')}0123456789abcdef`)
  })
})
