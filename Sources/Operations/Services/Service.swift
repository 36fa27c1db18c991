/// A part of a process that runs for as long as the process does: a server, a consumer, a supervisor.
public protocol Service: Sendable {
    /// Shown in logs.
    var name: String { get }

    /// Does what must be done before the next service starts, such as taking its port.
    func start() async throws

    /// Serves until stopped. To return or throw before that ends the whole group.
    func run() async throws

    /// Asks `run` to return and helps it to. After the deadline it is not waited for.
    func stop(by deadline: ContinuousClock.Instant) async
}

extension Service {
    public func start() async throws {}
}
