/** Discord's "Execute Webhook", with one embed within its limits: title 256, description 4,096, 25 fields of 256 and 1,024 characters. */

import type { HookMessage } from '../hook-message.ts'
import { cut, wordsOf } from '../hook-message.ts'

const [GOOD, BAD, PLAIN] = [0x3fa66b, 0xd9534f, 0xe8a33d]
const COLOURS: Readonly<Partial<Record<HookMessage['kind'], number>>> = {
  'request.available': GOOD, 'request.approved': GOOD, 'health.restored': GOOD, 'request.failed': BAD, 'request.declined': BAD, 'health': BAD,
}

export function discordJson(message: HookMessage): object {
  const { headline, text, fields } = wordsOf(message)
  const { title, link, at, kind } = message
  return {
    username: 'Rewind',
    // Whatever a title or a reason says, nobody is called by it.
    allowed_mentions: { parse: [] },
    embeds: [{
      author: { name: headline }, title: cut(text || headline, 256), color: COLOURS[kind] ?? PLAIN, timestamp: at,
      ...link === null ? {} : { url: link },
      ...title === null || title.overview === '' ? {} : { description: cut(title.overview, 300) },
      ...title?.poster ? { thumbnail: { url: title.poster } } : {},
      fields: fields.map(([name, value]) => ({ name, value: cut(value, 1_024), inline: value.length < 40 })),
    }],
  }
}
