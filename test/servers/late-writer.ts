import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** Writes in order, each piece as late as the delay was when it came. */
export function createLateWriter(socket: Socket, milliseconds: () => number) {
  let turn: Promise<void> | undefined
  const inTurn = (work: () => void) => {
    const late = milliseconds()
    if (late === 0 && turn === undefined) return work()
    const due = Date.now() + late
    const mine = (turn ?? Promise.resolve()).then(async () => {
      await delay(Math.max(0, due - Date.now()))
      if (!socket.destroyed) work()
      if (turn === mine) turn = undefined
    })
    turn = mine
  }
  return {
    write: (bytes: Buffer) => inTurn(() => void socket.write(bytes)),
    end: () => inTurn(() => void socket.end()),
  }
}
