/** ntfy's "publish as JSON": sent to the server's root, the topic, which is the last part of the address, in the message. */

import type { HookMessage } from '../hook-message.ts'
import { cut, plainText, wordsOf } from '../hook-message.ts'

const TAGS: Readonly<Partial<Record<HookMessage['kind'], string>>> = {
  'request.pending': 'raising_hand', 'request.approved': '+1', 'request.declined': '-1', 'request.available': 'popcorn', 'request.failed': 'warning', 'grab': 'mag', 'download': 'inbox_tray',
  'deleted': 'wastebasket', 'leaving.soon': 'hourglass_flowing_sand', 'health': 'rotating_light', 'health.restored': 'white_check_mark',
}
/** From 1 to 5. */
const URGENT = 4

export function ntfyJson(message: HookMessage, address: URL): { readonly url: URL; readonly body: object } {
  const url = new URL(address)
  const parts = url.pathname.split('/').filter((part) => part !== '')
  const topic = parts.pop() ?? ''
  url.pathname = `/${parts.join('/')}`
  const { kind, link } = message
  const tag = TAGS[kind]
  return {
    url,
    body: {
      topic, title: cut(wordsOf(message).headline, 250), message: cut(plainText(message), 3_000), tags: tag === undefined ? ['movie_camera'] : [tag],
      ...kind === 'health' ? { priority: URGENT } : {}, ...link === null ? {} : { click: link }, ...message.title?.poster ? { icon: message.title.poster } : {},
    },
  }
}
