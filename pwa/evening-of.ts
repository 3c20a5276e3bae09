/** When something was watched of which only the day is known: the evening of it, as films go. Undefined for today, which is now: its evening may be still to come. */
export function eveningOf(day: string, today: string): string | undefined {
  return day < today ? new Date(`${day}T20:00:00`).toISOString() : undefined
}
