/** The part of Node's streams that is needed to read a body. */
export interface IncomingBody {
  iterator(options: { readonly destroyOnReturn: boolean }): AsyncIterable<unknown>
}

/** A body as text; `undefined` where it is larger. The rest stays unread, so that an answer can still be sent. */
export async function readText(incoming: IncomingBody): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    if (size > LARGEST_BODY) return undefined
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The largest body that is read, in bytes. */
const LARGEST_BODY = 16_384
