/** Listening on any free port of this machine. */

import type { AddressInfo, Server } from 'node:net'

/** Resolves with the port. */
export async function listenAnywhere(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
