import { fileURLToPath } from 'node:url'
import { HallpassError } from '@hallpass/core'

/**
 * The path that stands behind `sqlite:` or `file:`. What begins with `//` is a URL, `///srv/tokens`, and its escapes are
 * decoded; all else is a path as it stands, from the working directory.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function pathOf(scheme: string, rest: string): string {
  if (rest === '' || rest.trim() !== rest) throw refusal(scheme, 'a path that is not empty and has no spaces around it')
  if (/[?#]/.test(rest)) throw refusal(scheme, 'a path without ? and #: there are no parameters')
  return rest.startsWith('//') ? fromUrl(scheme, rest) : rest
}

function fromUrl(scheme: string, rest: string): string {
  if (!rest.startsWith('///'))
    throw refusal(scheme, `a path, ${scheme}./tokens or ${scheme}///srv/tokens; two slashes would name a machine`)
  try {
    return fileURLToPath(`file:${rest}`)
  } catch {
    throw refusal(scheme, 'a path whose escapes can be decoded')
  }
}

function refusal(scheme: string, expected: string): HallpassError {
  return new HallpassError('ERR_OPTIONS', `${scheme} must be followed by ${expected}`)
}
