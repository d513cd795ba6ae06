import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The files of a certificate and its key. */
export interface Certificate {
  readonly certificate: string
  readonly key: string
}

/** One that signs certificates of servers, and that nobody knows but who is told of it. */
export interface Authority {
  /** The file of its own certificate, as `NODE_EXTRA_CA_CERTS` takes it. */
  readonly file: string
  /** A certificate for hosts, such as `['DNS:localhost', 'IP:127.0.0.1']`. After -1 days it has expired. */
  readonly issue: (hosts: readonly string[], days?: number) => Certificate
  /** Removes all its files. */
  readonly end: () => void
}

/** Makes one, in a temporary folder. `openssl` is the path of the program. */
export function createAuthority(openssl: string, name: string): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-authority-'))
  const run = (...words: readonly string[]) => void execFileSync(openssl, words, { cwd: folder, stdio: 'pipe' })
  const settings = (file: string, hosts: string) => writeFileSync(join(folder, file), SETTINGS.replace('HOSTS', hosts))
  settings('authority.conf', 'DNS:localhost')
  run('req', '-x509', ...NEW_KEY, ...subject(name), ...of('authority'), '-days', '3', '-out', 'authority.pem')
  let issued = 0
  return {
    file: join(folder, 'authority.pem'),
    issue: (hosts, days = 2) => {
      const file = `server-${++issued}`
      settings(`${file}.conf`, hosts.join())
      run('req', '-new', ...NEW_KEY, ...subject(file), ...of(file), '-out', `${file}.csr`)
      const signer = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-set_serial', `${issued}`, '-days', `${days}`]
      const extensions = ['-extfile', `${file}.conf`, '-extensions', 'server']
      run('x509', '-req', '-in', `${file}.csr`, ...signer, ...extensions, '-out', `${file}.pem`)
      return { certificate: join(folder, `${file}.pem`), key: join(folder, `${file}.key`) }
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const NEW_KEY = ['-newkey', 'rsa:2048', '-nodes']

function subject(name: string): readonly string[] {
  return ['-subj', `/CN=${name}`]
}

function of(file: string): readonly string[] {
  return ['-config', `${file}.conf`, '-keyout', `${file}.key`]
}

/** What the machine has set for openssl decides nothing. */
const SETTINGS = `[req]
distinguished_name = name
x509_extensions = authority
[name]
[authority]
basicConstraints = critical, CA:true
[server]
basicConstraints = critical, CA:false
subjectAltName = HOSTS
`
