import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'

/**
 * Ports of this machine that nobody listens on, each another. A server that is stopped and started again finds its port free:
 * the kernel hands none of these to those who ask for any port.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = anyPort()
    if (await isFree(port)) ports.add(port)
  }
  return [...ports]
}

const LOWEST = 10_000

/** One below those that the kernel chooses from. */
function anyPort(): number {
  return LOWEST + Math.floor(Math.random() * (lowestOfKernel() - LOWEST))
}

/** On Linux, from /proc: elsewhere, and in the usual setting of Linux, the ports from 32768 on. */
function lowestOfKernel(): number {
  try {
    const lowest = Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10)
    return lowest > 2 * LOWEST ? lowest : 32_768
  } catch {
    return 32_768
  }
}

async function isFree(port: number): Promise<boolean> {
  const holder = createServer().listen(port, '127.0.0.1')
  const holds = await once(holder, 'listening').then(
    () => true,
    () => false,
  )
  if (holds) await once(holder.close(), 'close')
  return holds
}
