import { readdirSync, readFileSync } from 'node:fs'
import { link, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createTokenService, defineScope, type TokenRecord } from '@hallpass/core'
import { fileStore } from '@hallpass/file'
import { directoryOf, placesIn } from '../../packages/file/src/places.js'
import { type Competitor, interleave, type Measured } from './measure/interleave.js'
import { sideBySide } from './measure/side-by-side.js'
import { costReport } from './report/cost-table.js'
import { printed } from './report/markdown.js'

/** Where to measure: the answer depends on the disk. */
const place = process.argv[2] ?? tmpdir()
const TOKENS = Number(process.argv[3] ?? 10_000)
const DURABILITIES = ['process', 'machine'] as const
const flow = defineScope({
  name: 'flow',
  routes: ['GET /api/oauth/flows/:flowId'],
  resource: 'flowId',
  maxTtl: '1h',
})
const limited = defineScope({
  name: 'limited',
  routes: ['GET /api/limited/:flowId'],
  resource: 'flowId',
  maxTtl: '1h',
  maxLive: 1_000_000,
})

const folder = await mkdtemp(join(place, 'hallpass-bench-'))
const root = join(folder, 'tokens')
const store = fileStore(root, { durability: 'process' })
const service = createTokenService({ scopes: [flow, limited], store })

const begun = performance.now()
const minted: Minted[] = []
for (let number = 0; number < TOKENS; number++) {
  const { id, token } = await service.mint(flow, { resourceId: `f-${number}` })
  minted.push({ id, token, request: { method: 'GET', target: `/api/oauth/flows/f-${number}` } })
}
console.log(`\n${TOKENS} tokens minted, ${((performance.now() - begun) / TOKENS).toFixed(2)} ms each, without fsync`)

let turn = 0
interface Minted {
  readonly id: string
  readonly token: string
  readonly request: { readonly method: string; readonly target: string }
}
function next(): Minted {
  turn = (turn + 7919) % TOKENS
  return minted[turn] as Minted
}

const directories = new Map(minted.map(({ id }) => [id, directoryOf(placesIn(root), id)] as const))
const files = new Map([...directories].map(([id, path]) => [id, join(path, readdirSync(path)[0] ?? '')]))

/** Throws unless something came. */
function checked<T>(name: string, call: () => Promise<T>): Competitor {
  return {
    name,
    call: async () => {
      if (!(await call())) throw new Error('wrong answer')
    },
  }
}

function report(title: string, measured: readonly Measured[]): void {
  console.log(printed(costReport(title, measured).tables))
}

const reading: readonly Competitor[] = [
  { name: 'floor: readFile of the version, synchronous', call: () => readFileSync(files.get(next().id) ?? '', 'utf8') },
  {
    name: 'floor: readdir and readFile, synchronous',
    call: () => {
      const path = directories.get(next().id) ?? ''
      return readFileSync(`${path}/${readdirSync(path)[0]}`, 'utf8')
    },
  },
  checked('readFile of the version, in a thread', () => readFile(files.get(next().id) ?? '', 'utf8')),
  checked('find', () => store.find(next().id)),
  checked('find of an unknown id', async () => (await store.find('0000000000000000')) === undefined),
  checked('validate', async () => {
    const { token, request } = next()
    return (await service.validate(token, request)).ok
  }),
]
report(`find, ${TOKENS} tokens`, await interleave(reading, { rounds: 100, slice: 4 }))

let serial = 0
const unique = () => String(serial++)
const text = readFileSync(files.get(next().id) ?? '', 'utf8')

/** What a write costs at the least: a file, synced where that is asked for. */
async function bareWrite(path: string, durable: boolean) {
  const file = await open(path, 'wx', 0o600)
  await file.writeFile(text)
  if (durable) await file.sync()
  await file.close()
}

async function bareSync(path: string) {
  const directory = await open(path, 'r')
  await directory.sync()
  await directory.close()
}

for (const durability of DURABILITIES) {
  const durable = durability === 'machine'
  const writer = fileStore(join(folder, durability), { durability })
  const floor = join(folder, `floor-${durability}`)
  await mkdir(floor)
  const writing = createTokenService({ scopes: [flow, limited], store: writer })
  const first = await writing.mint(flow, { resourceId: 'f' })
  let record = (await writer.find(first.id)) as TokenRecord
  const competitors: readonly Competitor[] = [
    {
      name: 'floor: write, link, unlink',
      call: async () => {
        const name = `${floor}/${unique()}`
        await bareWrite(name, durable)
        await link(name, `${name}.linked`)
        if (durable) await bareSync(floor)
        await unlink(name)
      },
    },
    {
      name: 'replace',
      call: async () => {
        record = { ...record, version: record.version + 1 }
        if (!(await writer.replace(record))) throw new Error('wrong answer')
      },
    },
    {
      name: 'floor: mkdir, write, rename',
      call: async () => {
        const name = `${floor}/${unique()}`
        await mkdir(name)
        await bareWrite(`${name}/1`, durable)
        if (durable) await bareSync(name)
        await rename(name, `${name}.renamed`)
        if (durable) await bareSync(floor)
      },
    },
    { name: 'mint', call: () => writing.mint(flow, { resourceId: 'f' }) },
    { name: 'mint in a scope with maxLive', call: () => writing.mint(limited, { resourceId: 'f' }) },
  ]
  report(`writing, durability: '${durability}'`, await sideBySide(competitors, 200))
}

async function timed(name: string, work: () => Promise<unknown>) {
  const start = performance.now()
  const result = await work()
  console.log(`  ${name.padEnd(44)} ${(performance.now() - start).toFixed(1).padStart(9)} ms   ${String(result)}`)
}

console.log(`\nAmong ${TOKENS} tokens`)
await timed('page of 200', async () => (await store.page({ limit: 200 })).length)
await timed(
  'page of one resource',
  async () => (await store.page({ limit: 200, scope: 'flow', resourceId: 'f-1' })).length,
)
await timed('revoke', () => service.revoke(next().id, { by: 'bench' }).then(({ ok }) => ok))
await timed('first mint in a scope with maxLive', () => service.mint(limited, { resourceId: 'f' }).then(() => 1))
await timed('next mint in a scope with maxLive', () => service.mint(limited, { resourceId: 'f' }).then(() => 1))
await timed('count', () => service.count(flow))
await timed('all pages', async () => {
  let count = 0
  for await (const { id } of service.list()) count += id === '' ? 0 : 1
  return count
})
console.log(`  disk per token: ${Math.round((await bytesIn(root)) / TOKENS)} bytes`)
await timed('sweep of all', () => store.sweep(Date.now() + 86_400_000, 1e9))
await rm(folder, { recursive: true })

async function bytesIn(path: string): Promise<number> {
  const found = await stat(path)
  if (!found.isDirectory()) return (found.blocks * 512) / found.nlink
  const inside = await Promise.all((await readdir(path)).map((name) => bytesIn(`${path}/${name}`)))
  return inside.reduce((sum, bytes) => sum + bytes, found.blocks * 512)
}
