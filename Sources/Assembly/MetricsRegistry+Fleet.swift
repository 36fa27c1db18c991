import Jobs
public import Operations
public import Postgres

extension MetricsRegistry {
    public func collectFleet(from figures: FleetFigures) {
        let open = JobStatus.allCases.filter { !$0.isSettled }
        collect("fleet") {
            let queues = try figures.young().map { (queue: $0.key.rawValue, figures: $0.value) }
                .sorted { $0.queue < $1.queue }
            return [
                CollectedMetric(
                    "flotilla_queue_depth", help: "Open jobs of the whole fleet.", labels: ["queue", "status"],
                    samples: queues.flatMap { item in
                        open.map {
                            CollectedMetric.Sample([item.queue, $0.rawValue], Double(item.figures.depth[$0] ?? 0))
                        }
                    }),
                CollectedMetric(
                    "flotilla_queue_oldest_seconds",
                    help: "How long the job that has waited longest could have run; 0 when none may.",
                    labels: ["queue"],
                    samples: queues.map { CollectedMetric.Sample([$0.queue], $0.figures.oldest / .seconds(1)) }),
                CollectedMetric(
                    "flotilla_jobs_running", help: "Jobs that the workers of the whole fleet hold.", labels: ["queue"],
                    samples: queues.map {
                        CollectedMetric.Sample([$0.queue], Double($0.figures.depth[.running] ?? 0))
                    }),
            ]
        }
    }

    /// How many connections there are, and who waits for one, by pool: `jobs`, `domains`, and what a process has beside them.
    public func collectPools(of connections: Connections, and others: [(name: String, database: Database)] = []) {
        collect("pools") {
            var pools = [
                ("jobs", await connections.database.statistics()), ("domains", await connections.domains.statistics()),
            ]
            for other in others { pools.append((other.name, await other.database.statistics())) }
            let found = pools
            func metric(
                _ name: String, _ help: String, _ value: KeyPath<PoolStatistics, Int>,
                kind: MetricKind = .gauge
            ) -> CollectedMetric {
                CollectedMetric(
                    name, help: help, kind: kind, labels: ["pool"],
                    samples: found.map { CollectedMetric.Sample([$0.0], Double($0.1[keyPath: value])) })
            }
            return [
                metric("flotilla_database_pool_size", "Connections to PostgreSQL that serve.", \.size),
                metric("flotilla_database_pool_maximum", "Connections to PostgreSQL that there may be.", \.maximum),
                metric("flotilla_database_pool_in_use", "Connections with something under way.", \.inUse),
                metric("flotilla_database_pool_waiting", "Calls of which nothing could be sent yet.", \.waiting),
                metric(
                    "flotilla_database_pool_timeouts_total",
                    "Calls without a connection or an answer within their limit.", \.timeouts, kind: .counter),
            ]
        }
    }
}
