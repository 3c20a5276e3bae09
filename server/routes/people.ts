/** Who there is in the household: whom one can share a list with, and whose name stands beside what they did. */

import type { FastifyInstance } from 'fastify'
import type { PeopleAnswer, Person } from '../../projections/wire.ts'
import { PRIVATE } from '../http.ts'
import { answer, listOf } from './schemas.ts'

export interface PeoplePorts { readonly people: () => Promise<readonly Person[]> }

const string = { type: 'string' } as const

export function peopleRoutes(app: FastifyInstance, { people }: PeoplePorts): void {
  app.get('/api/people', {
    config: { least: 'guest', cacheControl: PRIVATE },
    schema: { summary: 'Everybody of the household', tags: ['People'], response: { 200: answer({ people: listOf(answer({ userId: string, username: string, role: string })) }) } },
  }, async (): Promise<PeopleAnswer> => ({ people: await people() }))
}
