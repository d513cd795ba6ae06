/** What somebody reads who starts the example. */
export function instructions(port: number): string {
  const connect = `node -e "require('net').connect(${port}, 'localhost').pipe(process.stdout)"`
  return `
The broker listens at localhost:${port}, until you stop it with Ctrl+C.
It hands each connection to a worker, with a token that only this worker can present, once and in time.

Connect, again and again; every worker has its turn:

  # served by a worker
  ${connect}

Then make it go wrong, with the process of a worker that is named below. The client is answered all the same:

  # the worker falls silent; connect, and a second later: try again
  kill -STOP <process>

  # it wakes and presents its token; look below: revoked
  kill -CONT <process>

  # it dies; another takes its place
  kill -KILL <process>
`
}
