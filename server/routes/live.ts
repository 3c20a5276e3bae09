/** The socket over which a device is told what changed, while it is open. */

import websocket from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import { maySeeJobs } from '../../projections/jobs.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { LiveHub } from '../live/hub.ts'
import type { OpenWire } from '../live/live-socket.ts'
import { CLOSE, createLiveSocket } from '../live/live-socket.ts'
import type { OwnOrigin } from '../plugins/origin.ts'
import { RequestError } from '../request-error.ts'
import type { Pull } from '../sync/pull.ts'
import type { System } from '../system.ts'
import { personOf } from './issue.ts'

export interface LiveRoutesDeps {
  readonly hub: LiveHub
  readonly pull: Pull
  readonly own: OwnOrigin
  readonly system: Pick<System, 'now'>
}

export async function liveRoutes(app: FastifyInstance, { hub, pull, own, system }: LiveRoutesDeps): Promise<void> {
  await app.register(websocket, { options: { maxPayload: limits.socketMessageBytesMax } })

  app.get('/api/live', {
    websocket: true,
    config: { least: 'guest', cacheControl: NO_STORE },
    schema: { tags: ['sync'], summary: 'WebSocket: what changes, as it changes', description: 'Say `{type: "hello", cursor}` first. Messages are those of `LiveMessage` and `LiveRequest`.' },
    // A page of another site can open a socket here with the person's cookie: no preflight asks for it.
    onRequest: async (request) => {
      if (!own.accepts(request)) throw new RequestError('FORBIDDEN', 'Another site asked for this. If it is this one\'s own address, set PUBLIC_URL to it.')
      if (hub.countOf(personOf(request).userId) >= limits.socketsPerPersonMax) throw new RequestError('RATE_LIMITED', 'Too many windows are connected already.')
    },
  }, (wire: OpenWire, request) => {
    const { userId, sessionId, role } = personOf(request)
    const socket = createLiveSocket({ userId, sessionId, wire, pull, position: () => hub.position(maySeeJobs(role)), now: () => system.now() })
    const leave = hub.join(socket)
    wire.on('close', leave)
    wire.on('error', (error) => request.log.debug({ err: error }, 'a live socket broke'))
    wire.on('message', (message, isBinary) => {
      if (isBinary) return wire.close(CLOSE.notUnderstood, 'not a message')
      socket.receive(String(message)).catch((error: unknown) => {
        request.log.error({ err: error }, 'a live socket could not be answered')
        wire.close(CLOSE.internalError, 'try again')
      })
    })
  })
}
