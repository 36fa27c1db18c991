import FleetTestSupport
import Foundation
import Synchronization
import TestSupport

/// One user's connection to an event stream, and the events that came by it.
final class Ear: Sendable {
    private let heard = Mutex<[ServerEvent]>([])
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(_ caller: Caller, at path: String) async throws {
        let stream = try await caller.listen(at: path, within: .seconds(300))
        let task = Task { [weak self] in
            do {
                for try await event in stream { self?.heard.withLock { $0.append(event) } }
            } catch {
                // The test's end cuts it off.
            }
        }
        self.task.withLock { $0 = task }
    }

    deinit { task.withLock { $0?.cancel() } }

    var events: [ServerEvent] { heard.withLock { $0 } }

    func events(_ name: String) -> [ServerEvent] { events.filter { $0.name == name } }

    /// Waits for events of this name.
    func awaitEvents(_ name: String, _ count: Int) async throws {
        let isThere = try await eventually(within: .seconds(30)) { self.events(name).count >= count }
        guard isThere else { throw Unexpected("\(count) of \(name) did not come: \(events)") }
    }
}
