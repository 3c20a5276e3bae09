/**
 * A double of KurrentDB, for tests where none can be installed: it speaks its public gRPC protocol, with the messages and
 * services that come with the client, for the calls that our adapter makes. `KURRENTDB_URL` runs the same tests against a real server.
 *
 * Covered: appends by one call each, with every expectation, the server's idempotency and size limits; reads of streams and of `$all`, both ways,
 * filtered; subscriptions to `$all` with checkpoints and caught-up marks; events and streams of the system in between; positions that are places in a log, and
 * are refused where no record begins; names and passwords; `requires-leader`, leaders that change, gossip; a server that restarts or stays silent; TLS.
 * Not covered: batch appends and those to several streams, persistent subscriptions, subscriptions to streams, resolving of links, `$maxCount`, `$maxAge`,
 * `$tb` and deleted streams, access lists, projections, scavenging, disks and replication: what one of its servers has, all have at once.
 */

import { once } from 'node:events'
import grpc from '@grpc/grpc-js'
import gossipServices from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js'
import gossip from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js'
import featuresServices from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js'
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js'
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js'
import streamsServices from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js'
import type streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js'
import type { ServerIdentity } from '../../demo/nntp/certificate.ts'
import type { CuttablePort } from './cuttable-port.ts'
import { openCuttablePort } from './cuttable-port.ts'
import type { DoubleLog, LogRecord, Proposed } from './kurrentdb-double-log.ts'
import { createDoubleLog } from './kurrentdb-double-log.ts'
import { caughtUpMessage, checkpointMessage, confirmationMessage, eventMessage, expectedIn, filterIn, nameIn, notFoundMessage, placeIn, recordsAsked, writtenMessage } from './kurrentdb-double-messages.ts'

type ReadCall = grpc.ServerWritableStream<streams.ReadReq, streams.ReadResp>
type State = Pick<KurrentdbDouble, 'port' | 'log' | 'silent' | 'answersToLose'>
type AppendCall = grpc.ServerReadableStream<streams.AppendReq, streams.AppendResp>

/** Members by their ports, and which of them leads; shared by its servers. */
export interface DoubleCluster { ports: readonly number[]; leader: number }

export interface DoubleOptions {
  readonly log?: DoubleLog
  readonly identity?: ServerIdentity
  /** Who may do anything; nobody else may. */
  readonly credentials?: { readonly username: string; readonly password: string }
  readonly maxAppendBytes?: number
  readonly cluster?: DoubleCluster
}

export interface KurrentdbDouble {
  readonly port: number
  readonly log: DoubleLog
  /** While true it takes every call and answers none. */
  silent: boolean
  /** The next answers to appends, this many, are lost on the way: the events are written. */
  answersToLose: number
  /** Its connections, to be cut. */
  readonly network: CuttablePort
  stop(): Promise<void>
}

export async function startKurrentdbDouble(options: DoubleOptions = {}): Promise<KurrentdbDouble> {
  const { log = createDoubleLog(), identity } = options
  const state = { log, silent: false, answersToLose: 0, port: 0 }
  const server = serverOf(state, options)
  const behind = await new Promise<number>((resolve, reject) => server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => error ? reject(error) : resolve(bound)))
  const network = await openCuttablePort(behind, identity)
  state.port = network.port
  return Object.assign(state, {
    network,
    async stop() {
      await network.close()
      server.forceShutdown()
    },
  })
}

function serverOf(double: State, options: DoubleOptions): grpc.Server {
  const server = new grpc.Server({ 'grpc.max_receive_message_length': 32 * 1_048_576 })
  const leads = () => !options.cluster || options.cluster.leader === double.port
  /** Why this call is refused, or undefined. */
  const refusal = (metadata: grpc.Metadata): Partial<grpc.StatusObject> | undefined => {
    const given = String(metadata.get('authorization')[0] ?? '')
    const { credentials } = options
    if (credentials && given !== `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`) {
      return given ? { code: grpc.status.UNAUTHENTICATED, details: 'Bad credentials' } : { code: grpc.status.PERMISSION_DENIED, details: 'Access Denied', metadata: trailers({ exception: 'access-denied' }) }
    }
    if (leads() || metadata.get('requires-leader')[0] !== 'true') return undefined
    return { code: grpc.status.NOT_FOUND, details: 'Leader info available', metadata: trailers({ exception: 'not-leader', 'leader-endpoint-host': '127.0.0.1', 'leader-endpoint-port': String(options.cluster!.leader) }) }
  }
  server.addService(streamsServices.StreamsService as unknown as grpc.ServiceDefinition, {
    read: (call: ReadCall) => {
      const refused = refusal(call.metadata)
      if (refused) call.emit('error', refused)
      else if (!double.silent) void read(double.log, call)
    },
    append: (call: AppendCall, answer: grpc.sendUnaryData<streams.AppendResp>) => {
      const refused = refusal(call.metadata)
      if (refused) answer(refused as grpc.ServiceError)
      else append(double, options.maxAppendBytes ?? 16 * 1_048_576, call, answer)
    },
  })
  server.addService(featuresServices.ServerFeaturesService as unknown as grpc.ServiceDefinition, {
    getSupportedMethods: (_: unknown, answer: grpc.sendUnaryData<features.SupportedMethods>) => {
      const message = new features.SupportedMethods()
      message.setEventStoreServerVersion('26.0.3')
      for (const name of ['append', 'read']) {
        const method = new features.SupportedMethod()
        method.setServiceName('event_store.client.streams.streams')
        method.setMethodName(name)
        message.addMethods(method)
      }
      if (!double.silent) answer(null, message)
    },
  })
  server.addService(gossipServices.GossipService as unknown as grpc.ServiceDefinition, {
    read: (_: unknown, answer: grpc.sendUnaryData<gossip.ClusterInfo>) => answer(null, members(options.cluster ?? { ports: [double.port], leader: double.port })),
  })
  return server
}

function trailers(values: Readonly<Record<string, string>>): grpc.Metadata {
  const metadata = new grpc.Metadata()
  for (const [name, value] of Object.entries(values)) metadata.set(name, value)
  return metadata
}

function members({ ports, leader }: DoubleCluster): gossip.ClusterInfo {
  const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState
  const info = new gossip.ClusterInfo()
  info.setMembersList(ports.map((port) => {
    const id = new shared.UUID()
    id.setString(`00000000-0000-4000-8000-${String(port).padStart(12, '0')}`)
    const endpoint = new gossip.EndPoint()
    endpoint.setAddress('127.0.0.1')
    endpoint.setPort(port)
    const member = new gossip.MemberInfo()
    member.setInstanceId(id)
    member.setTimeStamp(String(Date.now() * 10_000))
    member.setState(port === leader ? LEADER : FOLLOWER)
    member.setIsAlive(true)
    member.setHttpEndPoint(endpoint)
    return member
  }))
  return info
}

function append(double: State, maxBytes: number, call: AppendCall, answer: grpc.sendUnaryData<streams.AppendResp>): void {
  let options: streams.AppendReq.Options | undefined
  const events: Proposed[] = []
  let bytes = 0
  call.on('data', (request: streams.AppendReq) => {
    options ??= request.getOptions()
    const message = request.getProposedMessage()
    if (!message) return
    const event = { id: message.getId()!.getString(), type: message.getMetadataMap().get('type')!, contentType: message.getMetadataMap().get('content-type')!, data: message.getData_asU8(), metadata: message.getCustomMetadata_asU8() }
    bytes += event.data.length + event.metadata.length + 2 * event.type.length
    events.push(event)
  })
  call.on('end', () => {
    if (double.silent || call.cancelled) return
    if (bytes > maxBytes) {
      return answer({ code: grpc.status.INVALID_ARGUMENT, details: `Maximum Append Size of ${maxBytes} Exceeded.`, metadata: trailers({ exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(maxBytes) }) })
    }
    const written = double.log.append(nameIn(options!.getStreamIdentifier()), expectedIn(options!), events)
    if (double.answersToLose > 0) {
      double.answersToLose--
      return answer({ code: grpc.status.UNAVAILABLE, details: 'Connection dropped' })
    }
    answer(null, writtenMessage(written))
  })
}

async function read(log: DoubleLog, call: ReadCall): Promise<void> {
  const options = call.request.getOptions()!
  if (options.hasSubscription()) return await subscribe(log, call, options)
  const asked = recordsAsked(log, options)
  if (asked === 'no place') return void call.emit('error', { code: grpc.status.INVALID_ARGUMENT, details: 'Trying to read from an invalid position.' })
  if (asked === 'no stream') {
    call.write(notFoundMessage(nameIn(options.getStream()!.getStreamIdentifier())))
    return void call.end()
  }
  const passes = filterIn(options)
  let left = Number(options.getCount())
  for (const record of asked) {
    if (left <= 0 || call.cancelled) break
    if (!passes(record)) continue
    left--
    await send(call, eventMessage(record))
  }
  call.end()
}

/** After a position, then what comes. */
async function subscribe(log: DoubleLog, call: ReadCall, options: streams.ReadReq.Options): Promise<void> {
  const place = placeIn(options)
  if (typeof place === 'number' && !log.isPlace(place)) return void call.emit('error', { code: grpc.status.INVALID_ARGUMENT, details: 'Trying to read from an invalid position.' })
  const passes = filterIn(options)
  const filter = options.getFilter()
  const interval = (filter?.getMax() || 32) * Math.max(1, filter?.getCheckpointintervalmultiplier() ?? 1)
  let next = place === 'start' ? 0 : place === 'end' ? log.records.length : log.indexFrom(place + 1)
  let [considered, live] = [0, false]
  let wake = () => {}
  const told = () => wake()
  log.listeners.add(told)
  call.on('cancelled', told)
  await send(call, confirmationMessage())
  while (!call.cancelled) {
    const record: LogRecord | undefined = log.records[next]
    if (record) {
      next++
      if (passes(record)) await send(call, eventMessage(record))
      if (++considered % interval === 0) await send(call, checkpointMessage(record.position))
    } else if (!live) {
      live = true
      await send(call, caughtUpMessage())
    } else {
      await new Promise<void>((resolve) => {
        wake = resolve
        if (next < log.records.length || call.cancelled) resolve()
      })
    }
  }
  log.listeners.delete(told)
  call.end()
}

/** Waits while the reader's window is full. */
async function send(call: ReadCall, message: streams.ReadResp): Promise<void> {
  if (call.write(message) || call.cancelled) return
  const over = new AbortController()
  await Promise.race([once(call, 'drain', { signal: over.signal }), once(call, 'cancelled', { signal: over.signal }), once(call, 'close', { signal: over.signal })]).catch(() => {})
  over.abort()
}
