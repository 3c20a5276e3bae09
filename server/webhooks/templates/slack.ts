/** Slack's incoming webhooks: `text` for notifications, blocks for the message. Headers have at most 150 characters, sections 3,000. */

import type { HookMessage } from '../hook-message.ts'
import { cut, wordsOf } from '../hook-message.ts'

export function slackJson(message: HookMessage): object {
  const { headline, text, fields } = wordsOf(message)
  const { title, link } = message
  const about = link === null ? `*${escaped(text)}*` : `<${link}|${escaped(text)}>`
  const section = [about, ...fields.map(([name, value]) => `${name}: ${escaped(value)}`)].join('\n')
  return {
    text: escaped(`${headline}: ${text}`),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(headline, 150) } },
      { type: 'section', text: { type: 'mrkdwn', text: cut(section, 3_000) }, ...title?.poster ? { accessory: { type: 'image', image_url: title.poster, alt_text: cut(text, 200) } } : {} },
    ],
  }
}

/** What else calls people and makes links. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
