import { expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { startRedis } from './redis.js'
import { startRedisCluster } from './redis-cluster.js'

describeWith('redis-server', 'a Redis server for a test', (path) => {
  it('keeps its data over a kill and a restart, where it is told to', async () => {
    const server = await startRedis(path, { appendonly: 'yes', appendfsync: 'always' })
    await server.command('SET', 'key', 'value')
    await server.kill()
    await expect(server.command('PING')).rejects.toThrow()
    await server.restart()
    expect(await server.command('GET', 'key')).toBe('value')
    expect(await server.info('loading')).toBe('0')
    await server.stop()
    await server.stop()
  })

  it('answers nothing while it is frozen, and then what it was asked', async () => {
    const server = await startRedis(path)
    server.freeze()
    let answered = false
    const answer = server.command('PING').finally(() => {
      answered = true
    })
    const other = await startRedis(path)
    expect(answered).toBe(false)
    server.thaw()
    expect(await answer).toBe('PONG')
    await other.stop()
    await server.stop()
  })

  it('comes as a cluster of three nodes, each with its slots', async () => {
    const cluster = await startRedisCluster(path)
    const answers = await Promise.all(
      cluster.nodes.map((node) => node.command('SET', 'key', 'value').catch((error: Error) => error.message)),
    )
    expect(answers.filter((answer) => answer === 'OK')).toHaveLength(1)
    expect(answers.filter((answer) => String(answer).startsWith('MOVED'))).toHaveLength(2)
    await cluster.stop()
  })
})
