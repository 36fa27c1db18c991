import Foundation
import Launcher
import Operations

// `flotilla up` for the tests: the real launcher, hooks that do nothing, and whatever programs lie in the folder that
// the first argument names. The second one is the project's root.

let arguments = CommandLine.arguments
let workers = [
    ProcessKind("scan", executable: "ScanWorker", meetsCloud: true),
    ProcessKind("notify", executable: "NotifyWorker", sendsMail: true),
    ProcessKind("ai", executable: "AIWorker", asksModels: true),
    ProcessKind(
        "bench", executable: "BenchWorker", environment: ["FLOTILLA_BENCH": "1"], standardCount: 0),
]
let hooks = FleetLauncher.Hooks(
    ownerRoles: ["flotilla_a", "flotilla_b"], serviceRoles: ["flotilla_a"], migrate: { _ in },
    adminToken: { _, _ in Secret("admin's token") })
let status = await FleetLauncher.up(
    Array(arguments.dropFirst(3)), workers: workers, known: Variable.ofEveryFleet, executables: arguments[1],
    projectRoot: arguments[2], hooks: hooks)
CurrentProcess.exit(status)
