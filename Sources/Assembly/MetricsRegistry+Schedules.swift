public import Operations
public import Storage

extension MetricsRegistry {
    /// How late schedules are: each of the fleet's own by name, the tenants' as one, so that no label names a tenant or
    /// what a tenant wrote. Every process that knows the database may say it: the enqueuers may all be dead.
    public func collectSchedules(from store: ScheduleStore) {
        collect("schedules") {
            let lags = try await store.lags()
            var samples = lags.named.map { CollectedMetric.Sample([$0.name], $0.lag) }
            samples.append(CollectedMetric.Sample(["(tenants)"], lags.ofTenants))
            return [
                CollectedMetric(
                    "flotilla_schedule_lag_seconds",
                    help: "How long an occurrence has been due and was not fired; the tenants' largest as one.",
                    labels: ["name"], samples: samples),
                CollectedMetric(
                    "flotilla_schedules_overdue", help: "Schedules with an occurrence that was due over a minute ago.",
                    samples: [CollectedMetric.Sample([], Double(lags.overdue))]),
                CollectedMetric(
                    "flotilla_schedules_refused",
                    help:
                        "Occurrences of the last hour that were not fired because what the tenant asked for cannot be.",
                    samples: [CollectedMetric.Sample([], Double(lags.refused))]),
            ]
        }
    }
}
