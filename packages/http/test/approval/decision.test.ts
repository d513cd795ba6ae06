import { describe, expect, it } from 'vitest'
import { readDecision } from '../../src/approval/decision.js'
import { lines, viewOf } from '../requests.js'
import { bodyOf, createDesk } from './desk.js'

const { service } = createDesk()
const JSON_TYPE = 'application/json; charset=utf-8'
const FORM_TYPE = 'application/x-www-form-urlencoded'

const read = (type: string | undefined, text: string, body?: unknown) =>
  readDecision(service, {
    ...viewOf({ method: 'POST', body, rawHeaders: type === undefined ? [] : lines(['content-type', type]) }),
    incoming: bodyOf(text),
  })

describe('a decision', () => {
  it.each([
    [JSON_TYPE, '{"revision":"r-1"}', { revision: 'r-1', note: undefined }],
    [JSON_TYPE, '{"revision":"r-1","note":"  "}', { revision: 'r-1', note: undefined }],
    [JSON_TYPE, '{"revision":"r-1","note":" wäre gut ","by":"eve"}', { revision: 'r-1', note: 'wäre gut' }],
    [FORM_TYPE, 'revision=r-1&note=', { revision: 'r-1', note: undefined }],
    [FORM_TYPE, 'note=a+b%0D%0A%C3%A4&revision=r-1', { revision: 'r-1', note: 'a b\r\nä' }],
    [JSON_TYPE, JSON.stringify({ revision: 'r', note: 'n'.repeat(1000) }), { revision: 'r', note: 'n'.repeat(1000) }],
  ])('is read from %s: %s', async (type, text, decision) => {
    expect(await read(type, text)).toEqual(decision)
  })

  it.each([
    [JSON_TYPE, '', 'decision_invalid'],
    [JSON_TYPE, '{', 'decision_invalid'],
    [JSON_TYPE, 'null', 'decision_invalid'],
    [JSON_TYPE, '"changed"', 'decision_invalid'],
    [JSON_TYPE, '[]', 'decision_invalid'],
    [JSON_TYPE, '{}', 'decision_invalid'],
    [JSON_TYPE, '{"revision":""}', 'decision_invalid'],
    [JSON_TYPE, '{"revision":["r"]}', 'decision_invalid'],
    [JSON_TYPE, '{"revision":"r","note":1}', 'decision_invalid'],
    [JSON_TYPE, JSON.stringify({ revision: 'r', note: 'n'.repeat(1001) }), 'decision_invalid'],
    [FORM_TYPE, 'revision=r&revision=r', 'decision_invalid'],
    [FORM_TYPE, 'note=n', 'decision_invalid'],
    [JSON_TYPE, `{"revision":"${'r'.repeat(16_384)}"}`, 'decision_too_large'],
    ['text/plain', 'revision=r', 'decision_type'],
    ['multipart/form-data; boundary=b', '', 'decision_type'],
    [undefined, '{"revision":"r"}', 'decision_type'],
  ])('is none: %s %s is %s', async (type, text, because) => {
    expect(await read(type, text)).toBe(because)
  })

  it('is taken as the parser of the application left it', async () => {
    expect(await read(JSON_TYPE, '', { revision: 'r-1', note: 'n' })).toEqual({ revision: 'r-1', note: 'n' })
    expect(await read(JSON_TYPE, '', 'changed')).toBe('decision_invalid')
    expect(await read(FORM_TYPE, '', { revision: ['r', 'r'] })).toBe('decision_invalid')
  })

  it('is read where a parser of the application has left it alone, and an empty object behind', async () => {
    expect(await read(JSON_TYPE, '{"revision":"r-1"}', {})).toEqual({ revision: 'r-1', note: undefined })
    expect(await read(JSON_TYPE, '', {})).toBe('decision_invalid')
  })

  it('stops reading what is too large', async () => {
    let given = 0
    const incoming = {
      async *iterator() {
        for (;;) {
          given += 1024
          yield Buffer.alloc(1024)
        }
      },
    }
    const request = { ...viewOf({ rawHeaders: lines(['content-type', JSON_TYPE]) }), incoming }
    expect(await readDecision(service, request)).toBe('decision_too_large')
    expect(given).toBe(17 * 1024)
  })
})
