/** What the sign-in page needs to know before anyone has signed in. */

import type { FastifyInstance } from 'fastify'
import type { Instance } from '../../projections/wire.ts'
import type { Accounts, NewAccount } from '../auth/accounts.ts'
import { registrationScope } from '../connections/registration-scope.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Settings } from '../connections/settings-store.ts'
import { NO_STORE } from '../http.ts'
import { answer, listOf, nullable } from './schemas.ts'

export interface InstancePorts {
  readonly accounts: Pick<Accounts, 'hasAdmin'>
  readonly settings: Pick<Settings, 'read'>
  readonly version: string
  readonly mailer: Pick<Mailer, 'way'>
  /** Null outside demo mode, and where other machines could ask. */
  readonly demoAccounts: readonly NewAccount[] | null
}

const string = { type: 'string' } as const

export function instanceRoutes(app: FastifyInstance, { accounts, settings, version, mailer, demoAccounts }: InstancePorts): void {
  app.get('/api/instance', {
    config: { least: 'anyone', cacheControl: NO_STORE },
    schema: {
      summary: 'This Rewind, as anyone may know it', tags: ['Sessions'],
      response: { 200: answer({ name: string, version: string, signedIn: { type: 'boolean' }, needsSetup: { type: 'boolean' }, registration: string, mail: { type: 'boolean' }, demo: nullable(answer({ accounts: listOf(answer({ username: string, password: string, role: string })) })) }) },
    },
  }, async ({ person }): Promise<Instance> => ({
    name: 'Rewind', version, signedIn: person !== null, needsSetup: !await accounts.hasAdmin(), registration: settings.read(registrationScope).value.who, mail: mailer.way !== 'off', demo: demoAccounts && { accounts: demoAccounts },
  }))
}
