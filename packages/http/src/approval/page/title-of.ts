import type { ShownToken } from '../shown-token.js'
import { visibleText } from './visible-text.js'

/** What a request is called: the name that it was given, or what it is for. */
export function titleOf({ name, grants }: ShownToken): string {
  const [grant] = grants
  return visibleText(name ?? [grant?.scope, grant?.resourceId].filter(Boolean).join(' '))
}
