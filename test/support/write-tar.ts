/** Tar archives as POSIX has them ("ustar Interchange Format"): files, and links and devices that nobody may make. */

export interface TarredFile {
  readonly name: string
  readonly bytes?: Uint8Array
  /** `0` a file, `1` a hard link, `2` a symbolic one, `3` a device, `6` a pipe. */
  readonly type?: '0' | '1' | '2' | '3' | '6'
  readonly target?: string
}

const BLOCK = 512

export function writeTar(files: readonly TarredFile[]): Uint8Array {
  const parts = files.flatMap(({ name, bytes = new Uint8Array(0), type = '0', target = '' }) => {
    const header = Buffer.alloc(BLOCK)
    header.write(name, 0, 100)
    header.write('0000644\0', 100)
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write('        ', 148)
    header.write(type, 156)
    header.write(target, 157, 100)
    header.write('ustar\u000000', 257, 'latin1')
    const sum = header.reduce((all, byte) => all + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [header, Buffer.from(bytes), Buffer.alloc((BLOCK - bytes.length % BLOCK) % BLOCK)]
  })
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])
}
