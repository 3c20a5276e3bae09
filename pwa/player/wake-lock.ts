/** Keeps the screen on while a film plays, where the browser does not by itself. */

export class WakeLock {
  #held: Promise<WakeLockSentinel | undefined> | undefined

  /** The browser ends it by itself when the page is out of sight: then it is asked for again with the next play. */
  async stayAwake(): Promise<void> {
    if (!('wakeLock' in navigator) || document.hidden) return
    const held = this.#held ??= navigator.wakeLock.request('screen').catch(() => undefined)
    const lock = await held
    lock?.addEventListener('release', () => { if (this.#held === held) this.#held = undefined }, { once: true })
    if (!lock) this.#held = undefined
  }

  letSleep(): void {
    const held = this.#held
    this.#held = undefined
    void held?.then((lock) => lock?.release())
  }
}
