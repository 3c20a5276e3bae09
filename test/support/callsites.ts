// Deno's call sites report the constructor name 'Object'; @tapjs/stack insists on 'CallSite'. Must run before tap loads.
const previous = Error.prepareStackTrace
Error.prepareStackTrace = (_error, frames) => frames
const proto: object = Object.getPrototypeOf((new Error().stack as unknown as object[])[0])
if (previous === undefined) delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace
else Error.prepareStackTrace = previous
if (proto.constructor?.name !== 'CallSite') Object.defineProperty(proto, 'constructor', { value: class CallSite {}, configurable: true })
