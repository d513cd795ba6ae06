import type { TokenRecord } from '@hallpass/core'

/** What is wrong with the shape of what should be a record: the name of the member; `undefined` where nothing is. */
export function wrongMember(value: unknown): string | undefined {
  if (!isObject(value)) return 'whole'
  for (const [name, check] of MEMBERS) if (!check(value[name])) return name
  return (value['closedAs'] !== undefined) === (value['state'] === 'closed') ? undefined : 'closedAs'
}

type Check = (value: unknown) => boolean
type Members = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText: Check = (value) => typeof value === 'string'
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value)
const isVersion: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0
const orAbsent =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
/** One of the texts of a type, of which none is left out. */
const oneOf =
  <T extends string>(texts: Readonly<Record<T, true>>): Check =>
  (value) =>
    typeof value === 'string' && Object.hasOwn(texts, value)
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
const isTexts = listOf(isText)
const isTextByName: Check = (value) => isObject(value) && Object.values(value).every(isText)
const shape = (members: Readonly<Record<string, Check>>): Check => {
  const checks = Object.entries(members)
  return (value) => isObject(value) && checks.every(([name, check]) => check(value[name]))
}

const MEMBERS: readonly (readonly [name: string, check: Check])[] = Object.entries({
  id: isText,
  version: isVersion,
  attempts: isTexts,
  format: isText,
  digest: isText,
  pepper: orAbsent(isText),
  state: oneOf<TokenRecord['state']>({ pending: true, active: true, closed: true }),
  closedAs: orAbsent(oneOf<NonNullable<TokenRecord['closedAs']>>({ consumed: true, denied: true, revoked: true })),
  createdAt: isNumber,
  expiresAt: isNumber,
  forgetAt: isNumber,
  changedAt: isNumber,
  uses: orNull(isNumber),
  usesLeft: orNull(isNumber),
  holds: listOf(shape({ id: isText, until: isNumber })),
  returned: isNumber,
  grants: listOf(
    shape({
      scope: isText,
      resourceId: orNull(isText),
      anyResource: (value) => typeof value === 'boolean',
      params: isTextByName,
      routes: isTexts,
    }),
  ),
  bindings: isTextByName,
  fingerprint: orAbsent(isText),
  subject: orAbsent(isText),
  name: orAbsent(isText),
  createdBy: orAbsent(isText),
  parent: orAbsent(isText),
  roles: isTexts,
  metadata: isObject,
  decisions: listOf(
    shape({
      what: oneOf<TokenRecord['decisions'][number]['what']>({ approved: true, denied: true, revoked: true }),
      by: isText,
      at: isNumber,
      note: orAbsent(isText),
    }),
  ),
} satisfies Readonly<Record<keyof TokenRecord, Check>>)
