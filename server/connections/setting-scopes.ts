/** Every setting that is kept with the data. A new one is a line here. */

import { connectionScope } from './connection-scope.ts'
import { downloadScope } from './download-scope.ts'
import { qualityScope } from '../releases/quality-settings.ts'
import { registrationScope } from './registration-scope.ts'
import { requestsScope } from './requests-scope.ts'
import { retentionScope } from './retention-scope.ts'
import { webhookScope } from '../webhooks/webhook-scope.ts'
import type { SettingScope } from './settings-store.ts'

export const settingScopes: readonly SettingScope<unknown>[] = [connectionScope, downloadScope, qualityScope, retentionScope, requestsScope, registrationScope, webhookScope]
