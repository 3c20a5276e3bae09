/** Figures of one-time codes, and of the SMS that bring them. */

import type { Registry } from 'prom-client'
import { Counter, Histogram } from 'prom-client'
import type { CodeWay } from '../domain/user.ts'
import type { SmsCode } from './sms/sms-sender.ts'

export interface CodeFigures {
  /** A try to hand an SMS over, tests included. */
  smsSent(outcome: SmsCode | 'taken', seconds: number): void
  /** A one-time code is on its way. */
  codeAsked(way: CodeWay): void
  /** What came of a code where one signs in. */
  secondFactorTried(right: boolean): void
}

export function createCodeFigures(registers: Registry[]): CodeFigures {
  const sms = new Histogram({ name: 'rewind_sms_seconds', help: 'Tries to hand SMS over, tests included, by how they ended', labelNames: ['outcome'] as const, buckets: [0.05, 0.2, 1, 5, 15], registers })
  const codes = new Counter({ name: 'rewind_codes_sent_total', help: 'One-time codes that were sent, by the way they go', labelNames: ['way'] as const, registers })
  const factors = new Counter({ name: 'rewind_second_factor_total', help: 'Codes that people signed in with, by whether they were right', labelNames: ['outcome'] as const, registers })
  return {
    smsSent: (outcome, seconds) => sms.observe({ outcome }, seconds),
    codeAsked: (way) => codes.inc({ way }),
    secondFactorTried: (right) => factors.inc({ outcome: right ? 'right' : 'wrong' }),
  }
}
