/** A message in the shape that a receiver wants. */

import type { HookMessage } from './hook-message.ts'
import { arrJson } from './templates/arr.ts'
import { discordJson } from './templates/discord.ts'
import { gotifyJson } from './templates/gotify.ts'
import { ntfyJson } from './templates/ntfy.ts'
import { rewindJson } from './templates/rewind.ts'
import { seerrJson } from './templates/seerr.ts'
import { slackJson } from './templates/slack.ts'
import type { StoredHook } from './webhook-scope.ts'

/** Where it goes, and what: JSON in UTF-8. */
export function renderWebhook({ template, url }: Pick<StoredHook, 'template' | 'url'>, message: HookMessage): { readonly url: URL; readonly body: string } {
  const address = new URL(url)
  const to = (body: object) => ({ url: address, body: JSON.stringify(body) })
  const elsewhere = (rendered: { readonly url: URL; readonly body: object }) => ({ url: rendered.url, body: JSON.stringify(rendered.body) })
  switch (template) {
    case 'rewind': return to(rewindJson(message))
    case 'discord': return to(discordJson(message))
    case 'slack': return to(slackJson(message))
    case 'ntfy': return elsewhere(ntfyJson(message, address))
    case 'gotify': return elsewhere(gotifyJson(message, address))
    case 'seerr': return to(seerrJson(message))
    case 'arr': return to(arrJson(message))
  }
}
