import type { RequestView } from '../request-view.js'

/** The public id in the path; `undefined` for what cannot be one, which no store is asked about. */
export function tokenId({ params }: Pick<RequestView, 'params'>): string | undefined {
  const id = params?.['id']
  return id !== undefined && TOKEN_ID.test(id) ? id : undefined
}

const TOKEN_ID = /^[A-Za-z0-9]{16}$/
