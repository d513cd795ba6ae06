import { describe, expect, it } from 'vitest'
import { isUnchanged } from '../src/request-view.js'

/** A request that no server of Node made. */
const injected = (request: object) => ({
  method: 'GET',
  url: '/a',
  baseUrl: '',
  originalUrl: '/a',
  rawHeaders: [],
  ...request,
})

describe('a request that no server of Node made', () => {
  it.each([
    ['as it was', {}, true],
    ['behind a mount', { baseUrl: '/a', url: '/b?c', originalUrl: '/a/b?c' }, true],
    ['at the root of a mount', { baseUrl: '/a', url: '/', originalUrl: '/a' }, true],
    ['at the root of a mount, with a query', { baseUrl: '/a', url: '/?b', originalUrl: '/a?b' }, true],
    ['at the root of a mount, with its slash', { baseUrl: '/a', url: '/', originalUrl: '/a/' }, true],
    ['with the root in place of nothing', { url: '/', originalUrl: '' }, false],
    ['with another path', { url: '/b' }, false],
    ['with another mount', { baseUrl: '/b', url: '/', originalUrl: '/a' }, false],
    ['with another query', { url: '/a?b' }, false],
    ['with a method that method-override changed', { originalMethod: 'POST' }, false],
    ['with a method that method-override left', { originalMethod: 'GET' }, true],
  ])('is looked at by what Express keeps: %s', (_, request, unchanged) => {
    expect(isUnchanged(injected(request))).toBe(unchanged)
  })
})
