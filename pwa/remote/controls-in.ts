/** What can have the focus, within whichever shadow, and what has it. */

export const CONTROLS = 'a[href], button, input, select, textarea, summary, [tabindex]'

/** The focus itself; undefined where nothing has it. */
export function focused(): HTMLElement | undefined {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element instanceof HTMLElement && element !== document.body ? element : undefined
}

/** What Tab reaches, in the order of the page. */
export function* controlsIn(root: ParentNode): Iterable<HTMLElement> {
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if (element.shadowRoot) yield* controlsIn(element.shadowRoot)
    if (element instanceof HTMLElement && element.matches(CONTROLS) && element.tabIndex >= 0 && isThere(element)) yield element
  }
}

/** To be seen and pressed. A switch that is drawn by its label is as large as a point: it is where its label is. */
function isThere(element: HTMLElement): boolean {
  if ((element as HTMLButtonElement).disabled || !element.checkVisibility({ visibilityProperty: true })) return false
  const { width, height } = element.getBoundingClientRect()
  return width > 0 && height > 0 && element.closest('[inert]') === null
}
