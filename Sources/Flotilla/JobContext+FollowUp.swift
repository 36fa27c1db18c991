public import Execution
public import Jobs

extension JobContext {
    /// Rising ids for jobs that follow, minted from this machine's clock as `createdAt` came from the database's.
    private static let minter = JobIDMinter()

    /// A job of the same tenant for `JobSuccess.followUps`: it exists when the result commits, and never otherwise.
    /// - Throws: `JobError` with the code `payload_too_large`; `EncodingError`.
    public func followUp(_ payload: some JobPayload, _ options: JobOptions = JobOptions()) throws -> NewJob {
        var job = try NewJob(id: Self.minter.mint(), tenant: tenant, payload: payload, options)
        job.trace = trace
        return job
    }
}
