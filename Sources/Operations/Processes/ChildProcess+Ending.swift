import Glibc

extension ChildProcess {
    /// Asks it to end with SIGTERM and, after `grace`, ends it with SIGKILL.
    @discardableResult
    public func terminate(grace: Duration) async -> ChildExitStatus {
        signal(SIGTERM)
        if let status = await waitForExit(within: grace) { return status }
        signal(SIGKILL)
        return await waitForExit()
    }
}
