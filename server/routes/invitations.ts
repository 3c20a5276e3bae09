/** Who may come in, for admins: the rules, and invitations. */

import type { FastifyInstance } from 'fastify'
import { ROLES } from '../../domain/command.ts'
import { INVITATION_USES_MAX } from '../../domain/invitation.ts'
import { integer, nullableText, object, oneOf, uuid } from '../../domain/schema.ts'
import type { InvitationChanged, InvitationMade, InvitationsAnswer, RegistrationRules } from '../../projections/wire-people.ts'
import type { InvitationWish } from '../auth/invitations.ts'
import { registrationSchema, registrationScope } from '../connections/registration-scope.ts'
import type { Settings } from '../connections/settings-store.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { Metrics } from '../metrics.ts'
import { RefusalError } from '../request-error.ts'
import { personOf } from './issue.ts'
import type { NewcomerPorts } from './newcomers.ts'
import { answer, idParams, listOf, nullable } from './schemas.ts'

export interface InvitationPorts extends Pick<NewcomerPorts, 'invitations' | 'log'> {
  readonly settings: Pick<Settings, 'read' | 'change'>
  readonly metrics: Pick<Metrics, 'invitationChanged'>
}

const [string, count] = [{ type: 'string' }, { type: 'integer' }] as const
const invitation = answer({ id: string, role: string, note: nullable(string), usesMax: count, uses: count, until: string, madeAt: string, madeBy: string, usedBy: listOf(string), state: string })
const everything = answer({ version: count, rules: answer({ who: string, newcomers: string }), invitations: listOf(invitation) })
const changed = { 200: answer({ commandId: nullable(string), answer: everything }) }
const [tags, config, params] = [['Administration'], { least: 'admin', cacheControl: NO_STORE } as const, idParams('id', uuid)]
const wish = object({ role: oneOf(ROLES), usesMax: integer({ minimum: 1, maximum: INVITATION_USES_MAX }), hours: integer({ minimum: 1, maximum: limits.invitationHoursMax }), note: nullableText(limits.invitationNoteCharactersMax) })
type One = { readonly Params: { readonly id: string } }

export function invitationRoutes(app: FastifyInstance, { invitations, settings, metrics, log }: InvitationPorts): void {
  const told = async (): Promise<InvitationsAnswer> => {
    const { version, value: rules } = settings.read(registrationScope)
    return { version, rules, invitations: await invitations.list() }
  }

  app.get('/api/admin/invitations', {
    config, schema: { summary: 'Who may come in, and who was invited', description: 'The newest first. What a link ends with is told once, when it is made.', tags, response: { 200: everything } },
  }, told)

  app.put<{ Body: { from: number; value: RegistrationRules } }>('/api/admin/registration', {
    config, schema: { summary: 'Set who may make an account', description: '`closed`: nobody, invited or not. CONFLICT when it was changed since `from`.', tags, body: { type: 'object', properties: { from: { type: 'integer', minimum: 0 }, value: registrationSchema }, required: ['from', 'value'], additionalProperties: false }, response: { 200: everything } },
  }, async (request) => {
    await settings.change(registrationScope, request.body, personOf(request).userId)
    return await told()
  })

  app.post<{ Body: InvitationWish }>('/api/admin/invitations', {
    config, schema: { summary: 'Invite somebody', description: 'For `hours`, as `role`, `usesMax` times. REGISTRATION_CLOSED while nobody may come: a link would let nobody in.', tags, body: wish, response: { 201: answer({ token: string, invitation }) } },
  }, async (request, reply): Promise<InvitationMade> => {
    if (settings.read(registrationScope).value.who === 'closed') throw new RefusalError({ code: 'REGISTRATION_CLOSED', message: 'Nobody may make an account here. Allow it for people with an invitation first.' })
    const { userId } = personOf(request)
    const made = await invitations.make({ ...request.body, note: request.body.note?.trim() || null }, userId)
    const { id, role, usesMax, until } = made.invitation
    metrics.invitationChanged('made')
    log.info({ invitationId: id, role, usesMax, until, by: userId }, 'an invitation was made')
    void reply.code(201)
    return made
  })

  app.post<One>('/api/admin/invitations/:id/revoke', {
    config, schema: { summary: 'Take an invitation back', description: 'Its link lets nobody in from then on.', tags, params, response: changed },
  }, async (request): Promise<InvitationChanged> => {
    const commandId = await invitations.revoke(request.params.id, personOf(request).userId)
    if (commandId !== null) {
      metrics.invitationChanged('revoked')
      log.info({ invitationId: request.params.id, by: personOf(request).userId }, 'an invitation was taken back')
    }
    return { commandId, answer: await told() }
  })

  app.post<One & { Body: { commandId: string } }>('/api/admin/invitations/:id/undo', {
    config, schema: { summary: 'Let an invitation be good again', description: 'By the `commandId` that its revocation was answered with.', tags, params, body: object({ commandId: uuid }), response: changed },
  }, async (request): Promise<InvitationChanged> => {
    const commandId = await invitations.undo(request.params.id, request.body.commandId, personOf(request).userId)
    metrics.invitationChanged('restored')
    log.info({ invitationId: request.params.id, by: personOf(request).userId }, 'an invitation is good again')
    return { commandId, answer: await told() }
  })
}
