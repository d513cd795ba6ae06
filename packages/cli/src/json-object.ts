import type { JsonObject } from '@hallpass/core'
import { InvalidArgumentError } from 'commander'

/** Reads a JSON object from an argument. */
export function jsonObject(text: string): JsonObject {
  const value = parsed(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  throw new InvalidArgumentError('expected a JSON object such as {"team":"web"}')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
