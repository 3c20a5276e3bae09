/** What links open that people are given, or mailed: one of these. */

import './email-screen.ts'
import './join-screen.ts'
import './reset-screen.ts'
