/**
 * From screen to screen by a view transition, and the poster that was pressed becomes the next page's. Names of parts inside shadow trees do not
 * count in one, so a stand-in outside of them flies. Nothing of it is in the way: any input ends it, and whoever wants less motion has none.
 */

const less = matchMedia('(prefers-reduced-motion: reduce)')
const inputs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
/** An answer to a press comes within this, or it is none. */
const freshMs = 2_000
const arrivalFramesMax = 90
/** As `--calm`, by which a poster appears. */
const fadeMs = 320

let pressed: { readonly poster: Element; readonly at: number } | undefined
addEventListener('click', (event) => {
  const link = event.composedPath().find((node) => (node as Element).localName === 'title-link') as Element | undefined
  const picture = link?.shadowRoot?.querySelector('rewind-poster')
  pressed = picture ? { poster: picture, at: performance.now() } : undefined
}, { capture: true })

/** Draws at once where there is no such thing. `landing`: where the poster comes to be, once it is drawn. Resolves when the new screen is there, while it may still be moving. */
export async function changeScene(draw: () => Promise<unknown>, landing: () => Element | null | undefined): Promise<void> {
  const from = pressed && performance.now() - pressed.at < freshMs ? pressed.poster : undefined
  pressed = undefined
  if (!('startViewTransition' in document) || less.matches || document.hidden) {
    await draw()
    return
  }
  const flying = from ? await standIn(from) : undefined
  let to: Element | null | undefined
  const transition = document.startViewTransition(async () => {
    await draw()
    to = flying && landing()
    if (flying && to) place(flying, to)
    else flying?.remove()
  })
  // Skipped, it is drawn all the same.
  transition.ready.catch(() => undefined)
  const ended = new AbortController()
  for (const input of inputs) addEventListener(input, () => { ended.abort(); flying?.remove(); transition.skipTransition() }, { signal: ended.signal, passive: true, capture: true })
  void transition.finished.catch(() => undefined).then(() => to && arrived(to, ended.signal)).finally(() => { ended.abort(); flying?.remove() })
  await transition.updateCallbackDone
}

/** The larger picture takes over once it is there; until then the small one stays. */
async function arrived(poster: Element, ended: AbortSignal): Promise<void> {
  for (let frame = 0; frame < arrivalFramesMax && !ended.aborted && !poster.shadowRoot?.querySelector('img.arrived'); frame++) await new Promise(requestAnimationFrame)
  if (!ended.aborted) await new Promise((resolve) => setTimeout(resolve, fadeMs))
}

/** A picture of its own, where the poster is. None, where the poster's has not come or is out of sight. */
async function standIn(poster: Element): Promise<HTMLElement | undefined> {
  const image = poster.shadowRoot?.querySelector<HTMLImageElement>('img.arrived')
  const { bottom, top } = poster.getBoundingClientRect()
  if (!image || bottom < 0 || top > innerHeight) return undefined
  const flying = new Image()
  flying.src = image.currentSrc
  flying.alt = ''
  flying.className = 'flying'
  await flying.decode().catch(() => undefined)
  place(flying, poster)
  document.body.append(flying)
  return flying
}

function place(flying: HTMLElement, over: Element): void {
  const { x, y, width, height } = over.getBoundingClientRect()
  Object.assign(flying.style, { translate: `${x}px ${y}px`, inlineSize: `${width}px`, blockSize: `${height}px` })
}
