/** What admins do with read models, by whichever door: done in the database, where whoever works notices it, and recorded for the audit. */

import type { CommandId } from '../domain/command.ts'
import type { Actor } from '../domain/event.ts'
import type { ProjectionCommandData } from '../domain/projection-admin.ts'
import type { AnyProjection } from '../projections/index.ts'
import { acceptedOrThrow } from './auth/record.ts'
import type { Database } from './db/database.ts'
import { pauseProjection, requestRebuild, resumeProjection, skipEvent, wishOfRebuild } from './db/rebuilds.ts'
import type { CommandHandler } from './handle.ts'
import type { System } from './system.ts'
import { instantOf, uuidv7 } from './system.ts'

/** Undefined when it is done, else why it could not be. */
type Done = Promise<string | undefined>

export interface ProjectionAdmin {
  rebuild(projection: AnyProjection, actor: Actor): Done
  verify(projection: AnyProjection, actor: Actor): Done
  cancel(projection: AnyProjection, actor: Actor): Done
  /** Its rebuild, or, when none is under way, the read model itself. */
  pause(projection: AnyProjection, actor: Actor): Done
  resume(projection: AnyProjection, actor: Actor): Done
  /** The event at which it, or its rebuild, has stopped; the rebuild begins anew. */
  skip(projection: AnyProjection, actor: Actor, event: { readonly eventId: string; readonly reason: string }): Done
}

export function createProjectionAdmin({ database: { kysely }, handle, system }: { database: Database; handle: CommandHandler['handle']; system: System }): ProjectionAdmin {
  /** What was done has been done: that it cannot be recorded just now is told, and is no reason to undo it. */
  async function record<Type extends keyof ProjectionCommandData>(type: Type, data: ProjectionCommandData[Type], actor: Actor): Promise<void> {
    acceptedOrThrow(await handle({ id: uuidv7(system) as CommandId, type, data, issuedAt: instantOf(system), deviceId: null, actor, sender: 'worker' }))
  }
  const underWay = (name: string) => `A rebuild or verification of ${name} is under way. Cancel it, or wait until it is done.`

  async function rebuild(projection: AnyProjection, actor: Actor) {
    const { name, version } = projection
    if (!await requestRebuild(kysely, projection, 'rebuild', actor)) return underWay(name)
    await record('RequestRebuild', { name, version }, actor)
    return undefined
  }

  return {
    rebuild,
    async verify(projection, actor) {
      return await requestRebuild(kysely, projection, 'verify', actor) ? undefined : underWay(projection.name)
    },
    async cancel({ name }) {
      return await wishOfRebuild(kysely, name, 'cancel') ? undefined : `Nothing is under way for ${name}.`
    },
    async pause(projection, actor) {
      if (await wishOfRebuild(kysely, projection.name, 'pause')) return undefined
      await pauseProjection(kysely, projection)
      await record('PauseProjection', { name: projection.name }, actor)
      return undefined
    },
    async resume(projection, actor) {
      if (await wishOfRebuild(kysely, projection.name, 'resume')) return undefined
      await resumeProjection(kysely, projection)
      await record('ResumeProjection', { name: projection.name }, actor)
      return undefined
    },
    async skip(projection, actor, { eventId, reason }) {
      const { name } = projection
      const stopped = await skipEvent(kysely, projection, eventId)
      if (!stopped) return `${name} has not stopped at event ${eventId}.`
      await record('SkipEvent', { name, eventId, reason }, actor)
      return stopped === 'rebuild' ? await rebuild(projection, actor) : undefined
    },
  }
}
