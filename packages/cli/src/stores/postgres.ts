import { HallpassError, shown, type TokenStore } from '@hallpass/core'

/**
 * Refuses what is no URL before a driver sees it, whose error would have the text with it.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function checkPostgresUrl(url: string): void {
  if (URL.canParse(url) && isDecodable(new URL(url))) return void isPrepared(url)
  throw new HallpassError(
    'ERR_OPTIONS',
    'the URL of a Postgres store needs a form such as postgres://user@host:5432/database',
  )
}

function isDecodable({ username, password, pathname }: URL): boolean {
  try {
    for (const part of [username, password, pathname]) decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

/** `prepared=false` is for poolers that share connections; all other parameters are the driver's. */
function isPrepared(url: string): boolean {
  const prepared = new URL(url).searchParams.get('prepared') ?? 'true'
  if (prepared === 'true' || prepared === 'false') return prepared === 'true'
  throw new HallpassError(
    'ERR_OPTIONS',
    `the URL of a Postgres store needs prepared=true or prepared=false, got ${shown(prepared)}`,
  )
}

/** Makes the tables where they are not there; where they are, nothing is written. */
export async function openPostgres(url: string): Promise<TokenStore> {
  const { migrate, postgresStore } = await import('@hallpass/drizzle/postgres')
  const options = { prepared: isPrepared(url) }
  await migrate(url, options)
  return postgresStore(url, options)
}
