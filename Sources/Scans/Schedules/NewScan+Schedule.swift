public import Storage

extension NewScan {
    /// What an occurrence of a schedule makes of it.
    public var work: ScheduledWork {
        ScheduledWork(jobs: runs.map(\.job), rows: statements, tenant: tenant)
    }
}
