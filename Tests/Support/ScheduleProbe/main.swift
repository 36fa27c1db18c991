import Assembly
import Foundation
import Jobs
import Operations
import Storage

// An enqueuer's schedules and nothing else of it, by a clock in the database: it fires what is due, and never ends by
// itself. What it fires is not offered to a dispatcher.
let arguments = CommandLine.arguments
guard arguments.count == 3 else { exit(2) }
let connections = try Connections(databaseURL: Secret(arguments[1]), name: "probe", shared: 1)
let store = ScheduleStore(database: connections.database, clock: .simulated(by: arguments[2]))
let templates: [any ScheduleTemplate] = [JobTemplate(store: connections.store)]
let minter = JobIDMinter()
while true {
    do {
        let report = try await store.fireDue(templates, minter: minter)
        if report.schedules == 0 { try await Task.sleep(for: .milliseconds(2)) }
    } catch {
        try await Task.sleep(for: .milliseconds(10))
    }
}
