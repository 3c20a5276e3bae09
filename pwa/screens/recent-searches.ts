/** The last searches of a person on this device. A convenience, not a record: kept in local storage, gone with them (sync/replica.ts). */

import { replica } from '../house.ts'

const key = () => `rewind-searches-${replica()?.session.userId}`
const countMax = 8

export function recentSearches(): readonly string[] {
  const kept: unknown = JSON.parse(localStorage.getItem(key()) ?? '[]')
  return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : []
}

/** A longer text that begins with the newest one replaces it: it is the same search, typed on. */
export function rememberSearch(text: string): void {
  const wanted = text.trim()
  if (wanted.length < 2) return
  const others = recentSearches().filter((other, index) => other !== wanted && !(index === 0 && wanted.startsWith(other)))
  localStorage.setItem(key(), JSON.stringify([wanted, ...others].slice(0, countMax)))
}

export function forgetSearch(text: string): void {
  localStorage.setItem(key(), JSON.stringify(recentSearches().filter((other) => other !== text)))
}

export function forgetSearches(): void {
  localStorage.removeItem(key())
}
