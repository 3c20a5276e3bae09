/** Listening on any free port of this machine. */

import type { AddressInfo, Server } from 'node:net'

/** Resolves with the port. Deno was seen to answer EBADF to the first `listen` of a worker, on a machine with free ports: then it is asked again, twice at most. */
export async function listenAnywhere(server: Server, tries = 3): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EBADF' || tries === 1) throw error
    return await listenAnywhere(server, tries - 1)
  }
  return (server.address() as AddressInfo).port
}
