/** The double's answers, in the messages that come with KurrentDB's client. */

import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js'
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js'
import type { DoubleLog, Expected, LogRecord, Written } from './kurrentdb-double-log.ts'

type ReadOptions = InstanceType<typeof streams.ReadReq.Options>
type AppendOptions = InstanceType<typeof streams.AppendReq.Options>

const { ReadResp, AppendResp } = streams
const TICKS_PER_MS = 10_000n

function identifier(stream: string) {
  const message = new shared.StreamIdentifier()
  message.setStreamName(Buffer.from(stream).toString('base64'))
  return message
}

export const nameIn = (message: { getStreamName_asU8(): Uint8Array } | undefined): string => Buffer.from(message!.getStreamName_asU8()).toString()

export function eventMessage(record: LogRecord) {
  const id = new shared.UUID()
  id.setString(record.id)
  const recorded = new ReadResp.ReadEvent.RecordedEvent()
  recorded.setId(id)
  recorded.setStreamIdentifier(identifier(record.stream))
  recorded.setStreamRevision(String(record.revision))
  recorded.setCommitPosition(String(record.position))
  recorded.setPreparePosition(String(record.position))
  recorded.setData(record.data)
  recorded.setCustomMetadata(record.metadata)
  recorded.getMetadataMap().set('type', record.type).set('content-type', record.contentType).set('created', String(BigInt(record.createdMs) * TICKS_PER_MS))
  const event = new ReadResp.ReadEvent()
  event.setEvent(recorded)
  event.setCommitPosition(String(record.position))
  const answer = new ReadResp()
  answer.setEvent(event)
  return answer
}

export function notFoundMessage(stream: string) {
  const missing = new ReadResp.StreamNotFound()
  missing.setStreamIdentifier(identifier(stream))
  const answer = new ReadResp()
  answer.setStreamNotFound(missing)
  return answer
}

export function confirmationMessage() {
  const confirmation = new ReadResp.SubscriptionConfirmation()
  confirmation.setSubscriptionId(crypto.randomUUID())
  const answer = new ReadResp()
  answer.setConfirmation(confirmation)
  return answer
}

export function checkpointMessage(position: number) {
  const checkpoint = new ReadResp.Checkpoint()
  checkpoint.setCommitPosition(String(position))
  checkpoint.setPreparePosition(String(position))
  const answer = new ReadResp()
  answer.setCheckpoint(checkpoint)
  return answer
}

/** As servers before 25.0 send it: without a position. */
export function caughtUpMessage() {
  const answer = new ReadResp()
  answer.setCaughtUp(new ReadResp.CaughtUp())
  return answer
}

export function writtenMessage(written: Written) {
  const answer = new AppendResp()
  if ('last' in written) {
    const position = new AppendResp.Position()
    position.setCommitPosition(String(written.last.position))
    position.setPreparePosition(String(written.last.position))
    const success = new AppendResp.Success()
    success.setCurrentRevision(String(written.last.revision))
    success.setPosition(position)
    answer.setSuccess(success)
    return answer
  }
  const wrong = new AppendResp.WrongExpectedVersion()
  wrong.setExpectedAny(new shared.Empty())
  if (written.actual < 0) wrong.setCurrentNoStream(new shared.Empty())
  else wrong.setCurrentRevision(String(written.actual))
  answer.setWrongExpectedVersion(wrong)
  return answer
}

export function expectedIn(options: AppendOptions): Expected {
  if (options.hasNoStream()) return -1
  if (options.hasAny()) return 'any'
  return options.hasStreamExists() ? 'exists' : Number(options.getRevision())
}

/** Where a read of `$all` begins: a position, the beginning, or the end. */
export function placeIn(options: ReadOptions): number | 'start' | 'end' {
  const all = options.getAll()!
  const position = all.getPosition()
  return position ? Number(position.getCommitPosition()) : all.hasEnd() ? 'end' : 'start'
}

export function filterIn(options: ReadOptions): (record: LogRecord) => boolean {
  const filter = options.getFilter()
  if (!filter) return () => true
  const expression = (filter.getStreamIdentifier() ?? filter.getEventType())!
  const textOf = filter.hasStreamIdentifier() ? ({ stream }: LogRecord) => stream : ({ type }: LogRecord) => type
  const pattern = expression.getRegex() ? new RegExp(expression.getRegex(), 'u') : undefined
  const prefixes = expression.getPrefixList()
  return (record) => pattern ? pattern.test(textOf(record)) : prefixes.some((prefix) => textOf(record).startsWith(prefix))
}

export function recordsAsked(log: DoubleLog, options: ReadOptions): Iterable<LogRecord> | 'no place' | 'no stream' {
  const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS
  const asked = options.getStream()
  if (asked) {
    const own = log.stream(nameIn(asked.getStreamIdentifier()))
    if (own.length === 0) return 'no stream'
    const from = asked.hasEnd() ? own.length - 1 : asked.hasStart() ? 0 : Number(asked.getRevision())
    return backwards ? own.slice(0, from + 1).toReversed() : own.slice(from)
  }
  const place = placeIn(options)
  if (typeof place === 'number' && !log.isPlace(place)) return 'no place'
  const index = place === 'start' ? 0 : place === 'end' ? log.records.length : log.indexFrom(place)
  return slice(log.records, index, backwards)
}

function* slice(records: readonly LogRecord[], from: number, backwards: boolean): Generator<LogRecord> {
  const length = records.length
  if (backwards) for (let i = from - 1; i >= 0; i--) yield records[i]!
  else for (let i = from; i < length; i++) yield records[i]!
}
