import { type Aim, aimAt } from '../aim.js'
import { OWN_ID, OWN_TENANT } from '../tokens.js'

/** The requests that the study's own token opens, one for each route of its scope. */
export const OPEN: readonly Aim[] = [
  aimAt(`/api/flows/${OWN_ID}`),
  aimAt(`/t/${OWN_TENANT}/flows/${OWN_ID}`),
  aimAt(`/docs/${OWN_ID}`),
  aimAt(`/m/flows/${OWN_ID}`),
  { ...aimAt(`/api/flows/${OWN_ID}/start`), method: 'POST' },
  { ...aimAt(`/api/flows/${OWN_ID}`), method: 'DELETE' },
]

/** One of them for each path. */
const ONE_A_PATH = OPEN.filter(({ target }, index) => index === OPEN.findIndex((open) => open.target === target))

/** A piece of a path at every place of every open path: as a segment of its own, glued to one, and in front of all. */
export function atEveryPlace(piece: string): readonly Aim[] {
  return ONE_A_PATH.flatMap((open) => {
    const segments = open.target.slice(1).split('/')
    const between = [...segments.keys(), segments.length].map((place) => segments.toSpliced(place, 0, piece))
    const behind = segments.map((segment, place) => segments.with(place, segment + piece))
    const before = segments.map((segment, place) => segments.with(place, piece + segment))
    const targets = [...between, ...behind, ...before].map((parts) => `/${parts.join('/')}`)
    return [...targets, piece + open.target].map((target) => ({ ...open, target }))
  })
}

/** A piece behind every open path, and in the place of its id. */
export function atTheEnd(piece: string): readonly Aim[] {
  return OPEN.flatMap((open) =>
    [open.target + piece, `${open.target}/${piece}`, open.target.replace(OWN_ID, piece)].map((target) => ({
      ...open,
      target,
    })),
  )
}

/** A piece as the tenant that the token leaves open, in origin-form, with a fragment, and in absolute-form. */
export function asTenant(piece: string): readonly Aim[] {
  const path = `/t/${piece}/flows/${OWN_ID}`
  const targets = [path, `${path}#`, `http://e${path}`]
  return targets.flatMap((target) => [aimAt(target), aimAt(target, { id: OWN_ID, tenant: OWN_TENANT })])
}

/** A piece as the id, with a token for the piece itself and one for what it decodes to. */
export function asOwnId(piece: string): readonly Aim[] {
  const ids = [piece, decodedOnce(piece)].filter((id) => id !== undefined)
  return [...new Set(ids)].flatMap((id) =>
    [`/api/flows/${piece}`, `/docs/${piece}`, `/m/flows/${piece}`].map((target) => aimAt(target, { id })),
  )
}

function decodedOnce(piece: string): string | undefined {
  try {
    return decodeURIComponent(piece)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
