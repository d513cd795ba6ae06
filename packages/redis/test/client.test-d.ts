import { Cluster, Redis } from 'ioredis'
import { createClient, createCluster } from 'redis'
import { redisStore } from '../src/index.js'

redisStore(new Redis())
redisStore(new Cluster([]))
redisStore(createClient())
redisStore(createClient({ RESP: 2 }))
redisStore(createCluster({ rootNodes: [] }))
redisStore(new Redis(), { keyPrefix: 'app', partitions: 64, onWarning: ({ kind, text }) => [kind, text] })

// @ts-expect-error a URL is not a client
redisStore('redis://127.0.0.1')
// @ts-expect-error an option that is not there
redisStore(new Redis(), { prefix: 'app' })
