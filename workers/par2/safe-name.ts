/**
 * The name of a file in a set, as a path within a folder. Windows' separators are read as ours; what would lead out of the
 * folder (`..`, a drive, a leading slash) is left out, and so is what no file system takes.
 */

/** File systems take 255 bytes of a name; something may be put before it. */
const NAME_BYTES_MAX = 200
const FOLDERS_MAX = 10

/** Undefined where nothing of it is left. */
export function safeName(name: string): string | undefined {
  // deno-lint-ignore no-control-regex
  const parts = name.split(/[/\\]/).map((part) => part.replace(/[\u0000-\u001f\u007f]/g, '').trim()).filter((part) => part !== '' && !/^\.+$/.test(part) && !/^[a-z]:$/i.test(part))
  if (parts.length === 0 || parts.length > FOLDERS_MAX) return undefined
  return parts.map((part) => endOf(part.replace(/^[a-z]:/i, ''))).filter((part) => part !== '').join('/') || undefined
}

/** With its ending, and no letter cut in two. */
function endOf(part: string): string {
  const letters = [...part]
  let bytes = Buffer.byteLength(part)
  while (bytes > NAME_BYTES_MAX) bytes -= Buffer.byteLength(letters.shift()!)
  return letters.join('')
}
