/** What housekeeping could not do, of the place where films are kept or of the house, in the person's language. */

import { tellJob } from './jobs.ts'
import { tellRefusal } from './refusal.ts'

export function tellHouseFailure(code: string, message: string): string {
  return tellJob({ code: `STORE_${code}`, values: {} }, tellRefusal(code, message))
}
