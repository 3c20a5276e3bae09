/** What happened in a simulated household, as plain values: what the checker reads, and a person who looks for a mistake. */

/** An event as it travelled, with what the checker looks at. */
export interface Seen {
  readonly id: string
  readonly type: string
  readonly stream: string
  readonly version: number
  readonly position: string
  readonly data: Readonly<Record<string, unknown>>
  readonly meta: { readonly commandId: string; readonly actor: string; readonly deviceId: string | null; readonly undoes?: string }
}

/** A title as a screen shows it. */
export interface ShownTitle {
  readonly title: string
  readonly rating: string | null
  readonly priority: string | null
  readonly favourite: boolean
  readonly dismissed: boolean
  readonly tags: readonly string[]
  readonly plays: readonly string[]
}

/** A list as a screen shows it. */
export interface ShownList {
  readonly listId: string
  readonly name: string
  readonly deleted: boolean
  /** Besides the owner, with their roles. */
  readonly members: Readonly<Record<string, string>>
  /** In their order. */
  readonly items: readonly { readonly title: string; readonly note: string | null }[]
}

/** What stands in a device's memory: the ids of its history in order, what it still has to send, its titles and lists. */
export interface Look {
  readonly acts: readonly string[]
  /** Commands without an answer, and those refused that the person has not read yet. */
  readonly unsent: readonly string[]
  readonly refused: readonly string[]
  readonly titles: readonly ShownTitle[]
  readonly lists: readonly ShownList[]
}

/** `place` is one browser. Times are the simulation's own, whatever the device's clock says. */
export type Happening = { readonly at: number; readonly place: number } & (
  /** The screen said so: from here on it may not be lost. `subject`: the title or the list. */
  | { readonly what: 'acted'; readonly person: string; readonly commandId: string; readonly type: string; readonly subject: string }
  /** The server sent it and the browser got it. */
  | { readonly what: 'received'; readonly person: string; readonly events: readonly Seen[] }
  | { readonly what: 'looked'; readonly person: string; readonly tab: number; readonly look: Look }
  /** The person signed out, knowing that these were not sent, and having been told that those were refused. */
  | { readonly what: 'left'; readonly person: string; readonly unsent: readonly string[]; readonly refused: readonly string[] }
  /** Everything has healed and ten seconds have passed. */
  | { readonly what: 'quiet'; readonly person: string; readonly look: Look }
)

export interface History {
  readonly happenings: readonly Happening[]
  /** The store's whole log at the end, in order. */
  readonly log: readonly Seen[]
  /** What the server answered to a command, every time it answered. */
  readonly answers: readonly { readonly commandId: string; readonly status: string }[]
}
