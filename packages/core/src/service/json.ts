import { isPlainObject } from '../plain-object.js'
import type { JsonObject } from '../record/record.js'

/** How deep a value may be nested. */
const DEEPEST = 32

/** Whether a value is an object of plain JSON: what comes back from a store is then what went in. */
export function isJsonObject(value: unknown): value is JsonObject {
  return isPlainObject(value) && Object.values(value).every((member) => isJson(member, 1))
}

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (depth > DEEPEST) return false
  if (Array.isArray(value)) return isFilled(value) && value.every((member) => isJson(member, depth + 1))
  return isPlainObject(value) && Object.values(value).every((member) => isJson(member, depth + 1))
}

/** JSON has no holes, and `every` skips them. */
function isFilled(list: readonly unknown[]): boolean {
  return !list.includes(undefined)
}
