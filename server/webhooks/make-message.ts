/** What is looked up when a message is sent: names of titles and people may come later than the event, and change. */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Playable } from '../../domain/playable.ts'
import { titleKey } from '../../domain/title.ts'
import type { CardRow } from '../../projections/cards.ts'
import { cards } from '../../projections/cards.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { cardOf } from '../catalogue/catalogue.ts'
import { readModelTable } from '../db/read-model.ts'
import type { Tables } from '../db/tables.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import type { HookMessage, HookOrder, HookTitle } from './hook-message.ts'

export interface MessagePorts {
  readonly db: Kysely<Tables>
  readonly catalogue: Pick<Catalogue, 'title'>
  /** Where browsers find Rewind; null where nobody has said. */
  readonly publicUrl: string | null
  /** Where pictures are that anybody may see. */
  readonly imageBaseUrl: string
  readonly system: Pick<System, 'sleep'>
}

type Card = Pick<CardRow, 'title' | 'year' | 'overview' | 'genres' | 'posterPath'>

export type MessageOf = (id: string, order: Omit<HookOrder, 'hook'>) => Promise<HookMessage>

export function messageMaker(ports: MessagePorts): MessageOf {
  return async (id, { facts, ...order }) => {
    const { subject, requestedBy } = facts
    const [title, requester] = await Promise.all([subject ? titleOf(ports, subject) : null, requestedBy === undefined ? null : nameOf(ports, requestedBy)])
    return { ...order, facts, id, title, requester, link: linkOf(ports.publicUrl, subject) }
  }
}

async function titleOf({ db, catalogue, imageBaseUrl, system }: MessagePorts, subject: Playable): Promise<HookTitle | null> {
  const { rows } = await sql<Card>`select title, year, overview, genres, poster_path as "posterPath" from ${sql.table(readModelTable(cards))} where key = ${titleKey(subject)}`.execute(db)
  const card = rows[0] ?? await asked(catalogue, system, subject)
  return card && { title: card.title, year: card.year, overview: card.overview, genres: card.genres, poster: card.posterPath !== null && imageBaseUrl.startsWith('https:') ? `${imageBaseUrl}/w342${card.posterPath}` : null }
}

/** Of what nobody had in a library before: its card is recorded a moment after the request. Without an answer in time it is told by its number. */
async function asked(catalogue: MessagePorts['catalogue'], system: MessagePorts['system'], { mediaType, tmdbId }: Playable): Promise<Card | null> {
  const done = new AbortController()
  const late = system.sleep(limits.webhookTitleMs, done.signal).then(() => null)
  return await Promise.race([catalogue.title({ mediaType, tmdbId }).then(({ facts }) => cardOf(facts), () => null), late]).finally(() => done.abort())
}

async function nameOf({ db }: MessagePorts, userId: string): Promise<string | null> {
  return (await db.selectFrom('accounts').select('username').where('userId', '=', userId).executeTakeFirst())?.username ?? null
}

function linkOf(publicUrl: string | null, subject: Playable | undefined): string | null {
  if (publicUrl === null) return null
  return `${publicUrl.replace(/\/$/, '')}/${subject ? `${subject.mediaType}/${subject.tmdbId}` : 'admin/health'}`
}
