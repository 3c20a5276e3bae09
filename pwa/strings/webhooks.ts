/** What the admins' screen of webhooks says, apart from what other screens load. */

import type { WebhookTemplate } from '../../projections/wire-webhooks.ts'
import { enWebhooks } from './en-webhooks.ts'
import { translator } from './shell.ts'

export const t = translator(enWebhooks, { de: async () => (await import('./de-webhooks.ts')).deWebhooks, ar: async () => (await import('./ar-webhooks.ts')).arWebhooks })

/** Products are called the same everywhere. */
const PRODUCTS = { discord: 'Discord', slack: 'Slack', ntfy: 'ntfy', gotify: 'Gotify', seerr: 'Seerr', arr: 'Radarr, Sonarr' } as const

export function templateName(template: WebhookTemplate): string {
  return template === 'rewind' ? t('webhooks.template.rewind') : PRODUCTS[template]
}
