import Jobs

extension APIContext {
    /// What Redis gets to answer a request that needs it.
    static let redisLimit = Duration.milliseconds(20)

    /// What a running job's handler said last of its progress.
    func progress(of job: JobRecord) async -> ProgressState {
        guard job.status == .running else { return .nothing }
        let place = (id: job.id, after: JobStreamPosition(attempt: job.attempt))
        guard let pages = try? await broker.read([place], in: job.queue, limit: 0, within: Self.redisLimit) else {
            return .unknown
        }
        guard let page = pages.first ?? nil, page.attempt == job.attempt, let progress = page.progress else {
            return .nothing
        }
        return .word(progress)
    }
}
