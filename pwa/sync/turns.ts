/** Whatever reads and writes both memory and storage takes its turn: one that fails holds up none after it. */
export function createTurns(): <Result>(run: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (run) => {
    const mine = last.then(run)
    last = mine.catch(() => undefined)
    return mine
  }
}

export interface Remaking {
  /** Runs what makes it anew; one at a time. */
  anew(make: () => Promise<void>): Promise<void>
  /** Resolves when it is whole; undefined where it is. */
  wait(): Promise<void> | undefined
}

/** Of what is made anew now and then: whoever needs it whole waits, and takes no turn. */
export function createRemaking(): Remaking {
  let remaking: Promise<void> | undefined
  return {
    async anew(make) {
      const making = make()
      remaking = making.catch(() => undefined)
      try {
        await making
      } finally {
        remaking = undefined
      }
    },
    wait: () => remaking,
  }
}
