/** Webhooks, for admins: set up, tried out, taken back; what became of their messages. What is secret only comes in. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ConnectionTest } from '../../projections/wire-connections.ts'
import type { WebhookInfo, WebhooksAnswer, WebhookWish } from '../../projections/wire-webhooks.ts'
import type { Config } from '../config.ts'
import { isDemoAlone } from '../config.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { Metrics } from '../metrics.ts'
import { notFound } from '../request-error.ts'
import type { System } from '../system.ts'
import type { Attempts, Standing } from '../webhooks/attempts.ts'
import { NO_STANDING, stateOf } from '../webhooks/hook-figures.ts'
import { sendWebhook } from '../webhooks/send-webhook.ts'
import { testMessage, toldOf } from '../webhooks/test-webhook.ts'
import type { StoredHook } from '../webhooks/webhook-scope.ts'
import { headersProperty, hookProperties, secretProperty, urlProperty } from '../webhooks/webhook-scope.ts'
import type { Webhooks } from '../webhooks/webhooks.ts'
import { personOf } from './issue.ts'
import { answer, connectionTest, idParams, listOf, nullable, version, saidProperties } from './schemas.ts'

export interface WebhookPorts {
  readonly config: Pick<Config, 'publicUrl' | 'demo' | 'indexerUrl' | 'usenetHost'>
  readonly webhooks: Webhooks
  readonly attempts: Attempts
  readonly metrics: Pick<Metrics, 'webhookSent'>
  readonly system: System
}

const tags = ['Administration']
const config = { least: 'admin', cacheControl: NO_STORE } as const
const testing = { ...config, rateLimit: { max: limits.connectionTestsPerMinute } }
const string = { type: 'string' } as const
const integer = { type: 'integer' } as const
const boolean = { type: 'boolean' } as const
const id = { type: 'string', format: 'uuid' } as const
const body = (properties: Readonly<Record<string, object>>, required: readonly string[]) => ({ type: 'object', properties, required, additionalProperties: false })
const hook = body({
  ...hookProperties,
  url: { ...urlProperty, description: 'Left out where it stays as it is.' },
  secret: { ...secretProperty, nullable: true, description: 'Standard Webhooks\' secret: `whsec_` and 24 to 64 bytes in base64. Left out where it stays as it is; null: messages are not signed.' },
  headers: { ...headersProperty, description: 'Left out where they stay as they are; a header without a value keeps its own.' },
}, Object.keys(hookProperties))

const attempt = { title: 'try to deliver a webhook', ...answer({ messageId: string, kind: string, about: nullable(string), at: string, tookMs: integer, outcome: string, status: nullable(integer), excerpt: string, told: nullable(answer(saidProperties)) }) }
const hookInfo = {
  title: 'webhook',
  ...answer({ id: string, ...hookProperties, origin: string, signed: boolean, headers: listOf(string), state: { type: 'string', enum: ['off', 'gone', 'dead', 'failing', 'working', 'new'] }, waiting: integer, dead: integer, last: nullable(attempt) }),
}
const webhooksAnswer = { title: 'webhooks', ...answer({ version: integer, changedAt: nullable(string), hooks: listOf(hookInfo), reaches: { type: 'string', enum: ['this machine', 'the network'] } }) }
const letter = { title: 'webhook that could not be delivered', ...answer({ messageId: string, hookId: string, hookName: nullable(string), kind: string, happenedAt: string, diedAt: string, tries: integer, code: string, last: nullable(attempt) }) }
const lettersAnswer = { title: 'webhooks that could not be delivered', ...answer({ total: integer, letters: listOf(letter) }) }
const which = body({ ids: { type: 'array', items: id, minItems: 1, maxItems: limits.webhookLettersShown, uniqueItems: true, description: 'Left out: all of them.' } }, [])

export function webhookRoutes(app: FastifyInstance, ports: WebhookPorts): void {
  changeRoutes(app, ports)
  testRoutes(app, ports)
  letterRoutes(app, ports)
}

function changeRoutes(app: FastifyInstance, ports: WebhookPorts): void {
  const { webhooks, attempts } = ports
  const by = (request: FastifyRequest, from: number) => ({ from, actor: personOf(request).userId })
  const response = { 200: webhooksAnswer }
  app.get('/api/admin/webhooks', { config, schema: { summary: 'Webhooks as they are set up, and how they get on; without secrets', tags, response } }, () => shown(ports))
  app.post<{ Body: { version: number; hook: WebhookWish } }>('/api/admin/webhooks', {
    config, schema: { summary: 'Set up one more webhook', tags, body: body({ version, hook }, ['version', 'hook']), response: { 201: webhooksAnswer } },
  }, async (request, reply) => {
    await webhooks.save(null, request.body.hook, by(request, request.body.version))
    return await reply.code(201).send(await shown(ports))
  })
  app.put<{ Body: { version: number; hook: WebhookWish }; Params: { id: string } }>('/api/admin/webhooks/:id', {
    config, schema: { summary: 'Change how a webhook is set up', tags, params: idParams('id', id), body: body({ version, hook }, ['version', 'hook']), response },
  }, async (request) => {
    await webhooks.save(request.params.id, request.body.hook, by(request, request.body.version))
    return await shown(ports)
  })
  app.delete<{ Body: { version: number }; Params: { id: string } }>('/api/admin/webhooks/:id', {
    config, schema: { summary: 'Remove a webhook; what waits for it is not sent', tags, params: idParams('id', id), body: body({ version }, ['version']), response },
  }, async (request) => {
    await webhooks.remove(request.params.id, by(request, request.body.version))
    return await shown(ports)
  })
  app.post<{ Body: { version: number } }>('/api/admin/webhooks/undo', {
    config, schema: { summary: 'Take back the change that led to this version, secrets included; CONFLICT when another came since', tags, body: body({ version }, ['version']), response },
  }, async (request) => {
    await webhooks.undo(by(request, request.body.version))
    return await shown(ports)
  })
  app.get<{ Params: { id: string } }>('/api/admin/webhooks/:id/attempts', {
    config, schema: { summary: 'The newest tries to deliver to a webhook', tags, params: idParams('id', id), response: { 200: answer({ attempts: listOf(attempt) }) } },
  }, async (request) => ({ attempts: await attempts.of(request.params.id) }))
}

function testRoutes(app: FastifyInstance, ports: WebhookPorts): void {
  const { webhooks } = ports
  const response = { 200: connectionTest }
  app.post<{ Params: { id: string } }>('/api/admin/webhooks/:id/test', {
    config: testing, schema: { summary: 'Send a test to a webhook as it is set up', tags, params: idParams('id', id), response },
  }, async (request) => await tested(ports, request, webhooks.find(request.params.id), true))
  app.post<{ Body: { id?: string; hook: WebhookWish } }>('/api/admin/webhooks/test', {
    config: testing, schema: { summary: 'Send a test before a webhook is set up, or changed: then with its id, so that what is secret need not be given again', tags, body: body({ id, hook }, ['hook']), response },
  }, async (request) => await tested(ports, request, webhooks.hookOf(request.body.hook, request.body.id ?? null), false))
}

function letterRoutes(app: FastifyInstance, ports: WebhookPorts): void {
  const { webhooks, attempts } = ports
  const letters = () => attempts.letters(webhooks.set().value.hooks)
  app.get('/api/admin/webhooks/letters', { config, schema: { summary: 'Messages that could not be delivered, the newest first', tags, response: { 200: lettersAnswer } } }, letters)
  for (const act of ['retry', 'drop'] as const) {
    app.post<{ Body: { ids?: readonly string[] } }>(`/api/admin/webhooks/letters/${act}`, {
      config, schema: { summary: act === 'retry' ? 'Try to deliver them again, with the ids that they have' : 'Do not deliver them any more', tags, body: which, response: { 200: lettersAnswer } },
    }, async (request) => {
      const count = await attempts[act](request.body.ids ?? null)
      request.log.info({ act, count, by: personOf(request).userId }, 'letters of webhooks were seen to')
      return await letters()
    })
  }
}

async function tested({ config: { publicUrl }, attempts, metrics, system }: WebhookPorts, request: FastifyRequest, hook: StoredHook | undefined, isSetUp: boolean): Promise<ConnectionTest> {
  if (!hook) throw notFound('webhook')
  const message = testMessage(system, publicUrl)
  const tried = await sendWebhook(hook, message, { system })
  metrics.webhookSent(hook.template, tried.outcome, tried.tookMs / 1_000)
  if (isSetUp) await attempts.keep(hook, message, tried)
  request.log.info({ hook: hook.name, outcome: tried.outcome, status: tried.status, tookMs: Math.round(tried.tookMs), by: personOf(request).userId }, 'a webhook was tested')
  return toldOf(tried)
}

async function shown({ webhooks, attempts, config }: WebhookPorts): Promise<WebhooksAnswer> {
  const { version, changedAt, value: { hooks } } = webhooks.set()
  const standings = await attempts.standings()
  return { version, changedAt, hooks: hooks.map((hook) => infoOf(hook, standings.get(hook.id))), reaches: isDemoAlone(config) ? 'this machine' : 'the network' }
}

function infoOf(hook: StoredHook, standing: Standing = NO_STANDING): WebhookInfo {
  const { url: _, secret, headers, gone: _gone, ...open } = hook
  const { failing: _failing, ...counted } = standing
  return { ...open, signed: secret !== undefined, headers: headers.map(({ name }) => name), state: stateOf(hook, standing), ...counted }
}
