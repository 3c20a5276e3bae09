/** Hands a file to the browser's downloads. Its bytes are in no address: those of `data:` links stay in the history. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  // The browser has taken the bytes by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
