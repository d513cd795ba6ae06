import { HallpassError } from '@hallpass/core'

/** An option that is wrong; the text says what was expected and what came. */
export function wrong(text: string, options?: { readonly cause?: unknown }): HallpassError {
  return new HallpassError('ERR_OPTIONS', text, options)
}

/** Shows a name that came, for an error text. Nothing that may be a key is handed to it. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value)
  if (value === null || typeof value !== 'object') return String(value)
  return Array.isArray(value) ? `a list of ${value.length}` : 'an object'
}
