import Operations

extension FleetAlarm {
    static let noReading = FleetAlarm(
        .attention, "figures_outdated", "How many jobs wait was not counted for half a minute.",
        advice: "Look for \"fleet figures\" in the log of the API.")

    /// All that is not well.
    static func all(
        health: HealthReport, workers: FleetOverview.Workers, schedules: FleetOverview.Schedules,
        queues: [QueueOverview], hasStrays: Bool
    ) -> [FleetAlarm] {
        var alarms = health.reasons.map {
            FleetAlarm(health.status == .unavailable ? .trouble : .attention, $0)
        }
        for queue in queues {
            guard let queued = queue.queued, queued > 0 else { continue }
            let jobs = queued == 1 ? "1 job waits" : "\(queued) jobs wait"
            if queue.paused {
                alarms.append(
                    FleetAlarm(
                        .attention, "queue_paused", "The queue \(queue.name) is paused, and \(jobs).",
                        advice: "Resume it when what it was paused for is over."))
            } else if queue.workers == 0 {
                alarms.append(
                    FleetAlarm(
                        .trouble, "queue_not_served", "No worker serves the queue \(queue.name), and \(jobs).",
                        advice: workers.quiet == 0 ? "Start one." : "Start one, or resume one that is quiet."))
            }
        }
        if schedules.overdue > 0 {
            let what = schedules.overdue == 1 ? "1 schedule is" : "\(schedules.overdue) schedules are"
            alarms.append(
                FleetAlarm(
                    .trouble, "schedules_overdue",
                    "\(what) overdue, the latest by \(Int(schedules.mostOverdueSeconds)) s.",
                    advice: "Start an enqueuer, or look into its log."))
        }
        if workers.silent > 0 {
            alarms.append(
                FleetAlarm(
                    .attention, "workers_silent",
                    workers.silent == 1 ? "1 worker fell silent." : "\(workers.silent) workers fell silent.",
                    advice: "Their jobs run elsewhere; see whether their machines live."))
        }
        if hasStrays {
            alarms.append(
                FleetAlarm(
                    .attention, "default_partition_used", "Jobs lie in the default partition.",
                    advice: "See whether the clock of a machine is wrong, and whether an enqueuer runs."))
        }
        return alarms
    }
}
