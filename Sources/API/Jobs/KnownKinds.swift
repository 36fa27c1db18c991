import Foundation
import HTTPServer
import JSON
import Jobs
import Storage
import Synchronization

/// The kinds that are accepted: those that this program was built with, and those that workers registered.
final class KnownKinds: Sendable {
    private struct State {
        var kinds: [JobKind: JobDefinition]
        var readAt: ContinuousClock.Instant?
    }

    private let store: PostgresJobStore
    private let allowsBench: Bool
    private let state: Mutex<State>
    /// A worker that just started is known so soon; a caller who asks for nonsense again and again costs no more.
    private static let age = Duration.seconds(2)

    init(_ own: [JobKind: JobDefinition], store: PostgresJobStore, allowsBench: Bool) {
        self.store = store
        self.allowsBench = allowsBench
        state = Mutex(State(kinds: own))
    }

    /// All of them, looked up again when one of the bodies names another.
    func all(for bodies: [JSONValue]) async throws -> [JobKind: JobDefinition] {
        let named = bodies.compactMap { $0["kind"]?.stringValue }.map(JobKind.init(rawValue:))
        let (known, isFresh) = state.withLock { state in
            (state.kinds, state.readAt.map { ContinuousClock.now - $0 < Self.age } ?? false)
        }
        if isFresh || named.allSatisfy({ known[$0] != nil }) { return known }
        let registered = try await store.knownKinds().filter { allowsBench || !$0.kind.rawValue.hasPrefix("bench.") }
        return state.withLock { state in
            for definition in registered where state.kinds[definition.kind] == nil {
                state.kinds[definition.kind] = definition
            }
            state.readAt = .now
            return state.kinds
        }
    }
}
