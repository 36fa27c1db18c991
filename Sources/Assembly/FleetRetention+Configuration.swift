public import Jobs
public import Operations

extension FleetRetention {
    public init(_ configuration: RetentionConfiguration) {
        self.init(
            succeeded: configuration.jobs, failed: configuration.failedJobs, cancelled: configuration.jobs)
    }
}
