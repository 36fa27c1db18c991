public import Testing

/// What a suite stands on: a fleet, and the cloud that it looks at.
public protocol Environment: Sendable {
    static var slot: TaskLocal<Self?> { get }
    var fleet: Fleet { get }

    static func start() async throws -> Self
    func stop() async
}

extension Environment {
    /// The estate of the suite that the calling test belongs to.
    public static var current: Self {
        get throws {
            guard let estate = slot.get() else { throw Unexpected("the suite has no \(Self.self)") }
            return estate
        }
    }
}

/// Gives a suite an estate of its own, which is gone when its last test has ended.
public struct FleetScope<Place: Environment>: SuiteTrait, TestScoping {
    public init() {}

    /// Once for the suite, not for each of its tests.
    public var isRecursive: Bool { false }

    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let estate = try await Place.start()
        do {
            try await Place.slot.withValue(estate, operation: function)
        } catch {
            await estate.stop()
            throw error
        }
        await estate.stop()
    }
}

extension Trait where Self == IssueHandlingTrait {
    /// Adds the last log lines of the processes to a failure.
    public static func logs<Place: Environment>(of place: Place.Type) -> Self {
        .compactMapIssues { issue in
            var issue = issue
            if let logs = try? place.current.fleet.logs { issue.comments.append(Comment(rawValue: logs)) }
            return issue
        }
    }
}
