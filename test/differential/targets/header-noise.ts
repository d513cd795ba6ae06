import { OWN_ID } from '../tokens.js'

/** Headers that proxies, frameworks and bypass lists give a meaning to. None of them has one for a gate inside the process. */
const NAMES = [
  'X-Original-URL',
  'X-Rewrite-URL',
  'X-Override-URL',
  'X-Forwarded-Uri',
  'X-Forwarded-Path',
  'X-Forwarded-Prefix',
  'X-Forwarded-Method',
  'X-Forwarded-Host',
  'X-Forwarded-Proto',
  'X-Forwarded-For',
  'X-HTTP-Method',
  'X-HTTP-Method-Override',
  'X-Method-Override',
  'X-Original-Method',
  'X-Envoy-Original-Path',
  'X-Custom-IP-Authorization',
  'X-Middleware-Subrequest',
  'Forwarded',
  'Client-IP',
  'True-Client-IP',
  'Referer',
  'Origin',
  'Host',
] as const

/** What such a header may say: another target, another method, another place. */
export const VALUES = [
  `/api/flows/${OWN_ID}`,
  '/api/flows/VICTIM',
  '/',
  'GET',
  'POST',
  'HEAD',
  '127.0.0.1',
  'middleware:middleware:middleware:middleware:middleware',
] as const

/** Header lines that must not change a decision. */
export function headerNoise(names: readonly string[] = NAMES, values: readonly string[] = VALUES): readonly string[] {
  return names.flatMap((name) => values.map((value) => `${name}: ${value}`))
}
