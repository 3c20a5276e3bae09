/** What the first picture does without: all that reads the log, decides on it, and writes how the next start begins. */

export * from './confirming.ts'
export * from './deciding.ts'
export * from './opening.ts'
export * from './snapshot.ts'
export * from './state-of-row.ts'
export * from './taking.ts'
export * from './writing.ts'
