import { describe, expect, it } from 'vitest'
import { describeArrows } from './describe-arrows.js'
import { filesInCircles } from './import-circles.js'
import type { PartTable } from './parts.js'

/**
 * The parts of http from the bottom up, and what each may import beside itself. Over `gate` nothing imports its neighbour:
 * what `approval`, `oauth` and `confirm-page` share stands in `request` and `answer`.
 */
const PARTS: PartTable = {
  check: { starts: ['option-checks.ts', 'base-path.ts', 'contained.ts', 'in-time.ts'], mayImport: [] },
  request: {
    starts: [
      'request-view.ts',
      'raw-headers.ts',
      'notes.ts',
      'request-memory.ts',
      'as-received.ts',
      'looks-ahead.ts',
      'accepts-html.ts',
      'another-site.ts',
      'body-kind.ts',
      'read-text.ts',
    ],
    mayImport: [],
  },
  answer: { starts: ['answer.ts', 'answers.ts', 'node-response.ts'], mayImport: [] },
  source: { starts: ['sources/', 'presented.ts', 'cross-site.ts'], mayImport: ['check', 'request'] },
  html: { starts: ['html/'], mayImport: ['answer'] },
  refusal: { starts: ['refusing/problem.ts', 'refusing/challenge.ts'], mayImport: ['answer'] },
  setting: {
    starts: ['options.ts', 'settings.ts'],
    mayImport: ['check', 'answer', 'source', 'html', 'refusal'],
  },
  refusing: { starts: ['refusing/'], mayImport: ['check', 'request', 'answer', 'html', 'refusal', 'setting'] },
  spending: { starts: ['spending/'], mayImport: ['check', 'answer', 'setting'] },
  gate: {
    starts: ['gate.ts', 'guard.ts', 'authentication.ts', 'guard-params.ts', 'guard-scopes.ts'],
    mayImport: ['check', 'request', 'answer', 'source', 'setting', 'refusing', 'spending'],
  },
  guarded: { starts: ['guarded/'], mayImport: ['check', 'gate'] },
  'confirm-page': {
    starts: ['confirm-page/'],
    mayImport: ['check', 'request', 'answer', 'source', 'html', 'setting', 'refusing', 'spending', 'gate'],
  },
  upgrade: {
    starts: ['upgrade/'],
    mayImport: ['check', 'request', 'answer', 'source', 'setting', 'refusing', 'gate'],
  },
  approval: { starts: ['approval/'], mayImport: ['check', 'request', 'answer', 'source', 'html'] },
  oauth: { starts: ['oauth/'], mayImport: ['check', 'request', 'answer'] },
  text: {
    starts: ['redact.ts', 'request-fingerprint.ts', 'token-link.ts', 'cors.ts'],
    mayImport: ['check', 'source', 'setting'],
  },
  index: {
    starts: ['index.ts'],
    mayImport: [
      'request',
      'answer',
      'source',
      'html',
      'refusal',
      'setting',
      'gate',
      'guarded',
      'confirm-page',
      'upgrade',
      'approval',
      'oauth',
      'text',
    ],
  },
}

describeArrows('http', PARTS, [
  ['callers to approvals', 'oauth/oauth-request.ts', '../approval/approval-request.js'],
  ['approvals to the confirm page', 'approval/own-site.ts', '../confirm-page/accept-form.js'],
  ['an answer to what spends', 'answer.ts', './spending/held-use.js'],
  ['a source to the gate', 'sources/bearer.ts', '../gate.js'],
  ['the request to a source', 'request-view.ts', './sources/bearer.js'],
])

describe('circles of imports', () => {
  const arrow = (from: string, to: string) => ({ from: `packages/http/src/${from}.ts`, specifier: `./${to}.js` })

  it('are found among files that lie on none', () => {
    const found = filesInCircles([arrow('a', 'b'), arrow('b', 'c'), arrow('c', 'd'), arrow('d', 'b'), arrow('d', 'e')])
    expect(found).toEqual(['b', 'c', 'd'].map((name) => `packages/http/src/${name}.ts`))
  })

  it('are not where two ways lead to one file', () => {
    expect(filesInCircles([arrow('a', 'b'), arrow('a', 'c'), arrow('b', 'd'), arrow('c', 'd')])).toEqual([])
  })
})
