/** Keeps the screen on while a film plays, where the browser does not by itself. */

export class WakeLock {
  #held: Promise<WakeLockSentinel | undefined> | undefined
  #wanted = false
  /** The browser ends it whenever the page is out of sight: back in sight, with the film still playing, it is asked for again. */
  #seen = () => { if (this.#wanted) void this.#ask() }

  async stayAwake(): Promise<void> {
    if (!this.#wanted) document.addEventListener('visibilitychange', this.#seen)
    this.#wanted = true
    await this.#ask()
  }

  letSleep(): void {
    this.#wanted = false
    document.removeEventListener('visibilitychange', this.#seen)
    const held = this.#held
    this.#held = undefined
    void held?.then((lock) => lock?.release())
  }

  async #ask(): Promise<void> {
    if (!('wakeLock' in navigator) || document.hidden) return
    const held = this.#held ??= navigator.wakeLock.request('screen').catch(() => undefined)
    const lock = await held
    const lost = () => { if (this.#held === held) this.#held = undefined }
    if (!lock || lock.released) lost()
    else lock.addEventListener('release', lost, { once: true })
  }
}
