// Runs once before all tests: two tests that unpack npm's browser at the same moment would trip over each other.
import { browserPath } from './browser.ts'

await browserPath()
