import type { Position } from '../../domain/event.ts'

/** After everything that is recorded: the place of what this device expects to be. */
export const NOT_YET = '9'.repeat(20) as Position
