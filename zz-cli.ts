import { eventually } from './test/support/eventually.ts'
import { demoCredentials, newCommand, newJobId, signIn } from './test/support/person.ts'
import { rewind } from './test/support/rewind-program.ts'
import { startService } from './test/support/service.ts'
const endings: (() => unknown)[] = []
try {
  const service = await startService({ teardown: (run: () => unknown) => endings.push(run) })
  const admin = await signIn(service.url, demoCredentials(service, 'admin'))
  const jobId = newJobId()
  await admin.send(newCommand('RequestFetch', { movieId: 653, jobId }))
  await eventually('ready', async () => (await admin.get<any>(`/api/jobs/${jobId}`)).job.status === 'ready', 90_000)
  await admin.send(newCommand('BinMovie', { movieId: 653, jobId }))
  await eventually('binned', async () => (await admin.get<any>(`/api/jobs/${jobId}`)).job.status === 'binned')
  for (const args of [['retention', 'preview'], ['retention', 'run'], ['bin', 'list'], ['bin', 'empty'], ['bin', 'restore', newJobId()], ['bin', 'empty', '--yes'], ['bin', 'list']]) { const { code, out, err } = await rewind(service.dataDir, args); console.log(args.join(' '), '=>', code, JSON.stringify(out), JSON.stringify(err)) }
  await eventually('deleted', async () => (await admin.get<any>(`/api/jobs/${jobId}`)).job.status === 'deleted', 30_000)
  const again = newJobId()
  const before = (await admin.get<any>(`/api/jobs/${jobId}`)).job
  await admin.send(newCommand('RequestFetch', { movieId: 653, jobId: again, mode: 'auto', releaseId: before.releaseId }))
  await eventually('chosen again', async () => (await admin.get<any>(`/api/jobs/${again}`)).job.releaseTitle, 30_000)
  console.log(before.releaseId, JSON.stringify((await admin.get<any>(`/api/jobs/${again}`)).job))
} finally { for (const end of endings.reverse()) await end() }
