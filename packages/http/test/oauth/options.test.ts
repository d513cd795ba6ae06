import { describe, expect, it } from 'vitest'
import { createIntrospection, createRevocation } from '../../src/index.js'
import { bodyOf } from '../approval/desk.js'
import { lines, viewOf } from '../requests.js'
import { createService } from '../services.js'

const { service } = createService()
const caller = () => 'gateway'

describe('introspection and revocation', () => {
  it.each([
    ['introspection', createIntrospection],
    ['revocation', createRevocation],
  ])('are not made without a caller: %s', (name, create) => {
    expect(() => create(service, {} as never)).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTIONS',
        message: `${name}: caller must be a function that gives the caller's name, from your own authentication, got undefined`,
      }),
    )
  })

  it.each([
    [
      'caller',
      'gateway',
      ": caller must be a function that gives the caller's name, from your own authentication, got ",
    ],
    ['challenge', '', `: challenge must be a challenge such as 'Basic realm="api"', got ""`],
    ['challenge', 'Basic realm="a"\r\nX: y', ': challenge must be a challenge such as '],
    ['challenge', 7, ': challenge must be a challenge such as '],
    ['challenge', ['Basic'], ': challenge must be a challenge such as '],
    ['onError', 'log', ': onError must be a function, got "log"'],
    ['issuer', '', ': issuer must be a text such as "https://tokens.example", got ""'],
    ['issuer', 7, ': issuer must be a text such as "https://tokens.example", got 7'],
    ['mayRevoke', () => true, ' has no option "mayRevoke"; it has '],
    ['kaller', caller, ' has no option "kaller"; it has '],
  ])('introspection is not made with the option %s as %o', (name, value, said) => {
    expect(() => createIntrospection(service, { caller, [name]: value })).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringContaining(`introspection${said}`) }),
    )
  })

  it.each([
    ['mayRevoke', true, ': mayRevoke must be a function of the caller and the token, got true'],
    ['issuer', 'https://tokens.example', ' has no option "issuer"; it has '],
  ])('revocation is not made with the option %s as %o', (name, value, said) => {
    expect(() => createRevocation(service, { caller, [name]: value })).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringContaining(`revocation${said}`) }),
    )
  })

  it('are not made over what is no service', () => {
    expect(() => createIntrospection({} as never, { caller })).toThrow(/introspection takes a service/)
  })
})

const FORM = {
  method: 'POST',
  rawHeaders: lines(['Content-Type', 'application/x-www-form-urlencoded']),
}
const posted = (text = 'token=a') => ({ ...viewOf(FORM), incoming: bodyOf(text) })

describe('the caller', () => {
  it.each([undefined, null, ''])('is nobody where its function gives %o', async (nobody) => {
    const answer = await createIntrospection(service, { caller: () => nobody as undefined })(posted())
    expect(answer.status).toBe(401)
  })

  it('hears how to authenticate', async () => {
    const decide = createIntrospection(service, { caller: () => undefined, challenge: 'DPoP algs="ES256"' })
    expect((await decide(posted())).headers['www-authenticate']).toBe('DPoP algs="ES256"')
  })

  it('must be a name: anything else is told to the developer', async () => {
    const decide = createIntrospection(service, { caller: (() => ({ name: 'gateway' })) as never })
    await expect(decide(posted())).rejects.toMatchObject({
      code: 'ERR_OPTIONS',
      message: "caller must give the caller's name or undefined, got an object",
    })
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('the directory is down')
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('the directory is down')
      },
    ],
  ])('is not let in where its function %s', async (_, failing) => {
    const errors: unknown[] = []
    const decide = createIntrospection(service, { caller: failing, onError: (error) => void errors.push(error) })
    const answer = await decide(posted())
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5'])
    expect(answer.body).not.toContain('directory')
    expect(errors).toEqual([new Error('the directory is down')])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('the log is full')
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('the log is full')
      },
    ],
  ])('is answered where onError %s', async (_, onError) => {
    const failing = () => {
      throw new Error('the directory is down')
    }
    expect((await createIntrospection(service, { caller: failing, onError })(posted())).status).toBe(503)
  })
})

describe('a form that the application has read', () => {
  const token = 'a'

  it.each([
    ['the field', { token }, 200],
    ['nothing, where the parser leaves an empty object', {}, 200],
    ['other fields', { tokens: token }, 400],
    ['the field twice', { token: [token, token] }, 400],
    ['the field without a value', { token: '' }, 400],
    ['a text', 'token=a', 400],
    ['null', null, 400],
    ['a list', [token], 400],
  ])('is answered where it has %s', async (_, body, status) => {
    const decide = createIntrospection(service, { caller })
    expect((await decide({ ...posted(), body })).status).toBe(status)
  })
})

describe('a body that breaks off', () => {
  it('is no token', async () => {
    const incoming = {
      async *iterator() {
        yield Buffer.from('token=')
        throw new Error('aborted')
      },
    }
    const decide = createIntrospection(service, { caller })
    expect((await decide({ ...viewOf(FORM), incoming })).status).toBe(503)
  })
})
