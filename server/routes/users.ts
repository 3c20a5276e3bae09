/** People's accounts, for admins: who there is, what they may do, and whether they may come in. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { GIVEN_ROLES } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import { object, oneOf, uuid } from '../../domain/schema.ts'
import { LEAST_ROLE } from '../../domain/user-access.ts'
import type { AccountChanged, HouseholdAnswer } from '../../projections/wire-people.ts'
import { householdAccounts } from '../auth/household.ts'
import type { AccessWish } from '../auth/user-access.ts'
import type { Database } from '../db/database.ts'
import { NO_STORE } from '../http.ts'
import type { Metrics } from '../metrics.ts'
import { notFound } from '../request-error.ts'
import { personOf } from './issue.ts'
import { answer, idParams, listOf, nullable } from './schemas.ts'
import type { SignInPorts } from './session.ts'
import { endSessions } from './session.ts'

export interface UserPorts extends SignInPorts {
  readonly database: Pick<Database, 'kysely'>
  readonly metrics: SignInPorts['metrics'] & Pick<Metrics, 'accountChanged'>
}

const [string, integer] = [{ type: 'string' }, { type: 'integer' }] as const
const account = answer({
  userId: string, username: string, role: string, createdAt: string, lastSeenAt: nullable(string), disabledAt: nullable(string), devices: integer, watched: integer, rated: integer, requested: integer, lists: integer,
})
const [tags, config, params] = [['Administration'], { least: 'admin', cacheControl: NO_STORE } as const, idParams('userId', uuid)]
const response = { 200: answer({ commandId: nullable(string), account }) }
type One = { readonly Params: { readonly userId: UserId } }

export function userRoutes(app: FastifyInstance, ports: UserPorts): void {
  const { database, system } = ports

  app.get('/api/admin/users', {
    config, schema: { summary: 'Everybody who has an account', description: 'By name, with when they last came and what they did.', tags, response: { 200: answer({ accounts: listOf(account) }) } },
  }, async (): Promise<HouseholdAnswer> => ({ accounts: await householdAccounts(database, system) }))

  app.post<One & { Body: { role: (typeof GIVEN_ROLES)[number] } }>('/api/admin/users/:userId/role', {
    config, schema: { summary: 'Set what somebody may do', description: 'In force at once, everywhere. The last admin is refused with LAST_ADMIN.', tags, params, body: object({ role: oneOf(GIVEN_ROLES) }), response },
  }, (request) => change(request, request.body.role === LEAST_ROLE ? { type: 'RevokeRole', data: {} } : { type: 'GrantRole', data: { role: request.body.role } }, ports))

  app.post<One>('/api/admin/users/:userId/disable', {
    config, schema: { summary: 'Keep somebody out', description: 'Signed out everywhere at once; nothing of theirs is lost. OWN_ACCOUNT for one\'s own, LAST_ADMIN for the last admin.', tags, params, response },
  }, (request) => change(request, { type: 'DisableUser', data: {} }, ports))

  app.post<One>('/api/admin/users/:userId/enable', {
    config, schema: { summary: 'Let somebody in again', description: 'They sign in as before.', tags, params, response },
  }, (request) => change(request, { type: 'EnableUser', data: {} }, ports))

  app.post<One & { Body: { commandId: string } }>('/api/admin/users/:userId/undo', {
    config, schema: { summary: 'Take back a change of somebody\'s access', description: 'By the `commandId` that the change was answered with. SUPERSEDED where it was changed again since.', tags, params, body: object({ commandId: uuid }), response },
  }, (request) => change(request, { type: 'UndoAccess', data: { commandId: request.body.commandId } }, ports))
}

async function change(request: FastifyRequest<One>, wish: AccessWish, ports: UserPorts): Promise<AccountChanged> {
  const { userId } = request.params
  const by = personOf(request).userId
  const { commandId, disabled } = await ports.userAccess.change(userId, wish, by)
  if (disabled) await endSessions(ports, 'disabled', { userId }, 'all')
  if (commandId !== null) {
    ports.metrics.accountChanged(wish.type)
    ports.log.info({ userId, by, change: wish.type, commandId }, 'what somebody may do was changed')
  }
  const [account] = await householdAccounts(ports.database, ports.system, userId)
  if (!account) throw notFound('person')
  return { commandId, account }
}
